import type { IAM } from '@aws-sdk/client-iam';
import type { Child, Found } from './children.ts';
import type { World } from './clients.ts';
import { type Config, matchesAny } from './config.ts';
import type { Principal } from './principal.ts';
import { errorText, type Step } from './step.ts';
import { containmentPolicyName, denyPrincipal } from './steps/denyPrincipal.ts';
import { disableKey, disableKeys } from './steps/disableKeys.ts';
import { tagPrincipal } from './steps/tagPrincipal.ts';
import type { Target } from './steps/target.ts';

/** A child and what was set on it, to be held like the rest. */
export interface ContainedChild {
  readonly child: Child;
  readonly steps: readonly Step[];
}

interface Surroundings {
  readonly config: Config;
  readonly ownRole: string | undefined;
  /** The incident's id. */
  readonly incident: string;
}

/** Denies what a contained principal had made, unless it is not its own to lose. */
export async function containChild(
  { child, principal }: Found,
  { config, ownRole, incident }: Surroundings,
  { clients: { iam } }: World,
): Promise<ContainedChild> {
  const left = (detail: string): ContainedChild => ({
    child: { ...child, contained: false, detail },
    steps: [],
  });
  if (principal === undefined) return left('look at what was changed, and take it back');
  if (principal.reach !== 'full') return left(principal.limit ?? 'out of reach');
  const { name, arn } = principal;
  if (matchesAny(config.protect, arn) || name === ownRole) return left('protected: look at it');
  const steps = stepsFor(child, principal, incident, iam).map(
    (step): Step => ({ ...step, name: `${name}: ${step.name}` }),
  );
  try {
    const details = await Promise.all(steps.map((step) => step.apply()));
    const contained = { contained: true, detail: details.join('; ') };
    return { child: { ...child, ...contained, letIn: letIn(child, principal) }, steps };
  } catch (error) {
    return left(errorText(error));
  }
}

function stepsFor(
  { kind: childKind, what }: Found['child'],
  { kind: principalKind, name, session }: Principal,
  incident: string,
  iam: IAM,
): Step[] {
  if (childKind === 'key') return [disableKey(iam, name, what)];
  const kind = principalKind as Target['kind'];
  if (childKind === 'session') {
    return [denyPrincipal(iam, { kind, name, sessionUserId: session!.userId })];
  }
  const target = { kind, name };
  const denied = [denyPrincipal(iam, target), tagPrincipal(iam, target, incident)];
  return kind === 'user' ? [...denied, disableKeys(iam, name)] : denied;
}

/** A key's owner and a session's role have no containment of their own that could be restored. */
function letIn({ kind, what }: Found['child'], { name, arn, session }: Principal): string {
  if (kind === 'key') {
    return `aws iam update-access-key --user-name ${name} --access-key-id ${what} --status Active`;
  }
  if (kind === 'session') {
    const policy = containmentPolicyName(session!.userId);
    return `aws iam delete-role-policy --role-name ${name} --policy-name ${policy}`;
  }
  return `tocsin restore ${arn} --reason "..." --force`;
}
