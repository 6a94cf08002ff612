import type { Clients } from './clients.ts';
import type { Config } from './config.ts';
import type { Incident } from './incident.ts';
import type { Step } from './step.ts';
import { denyPrincipal } from './steps/denyPrincipal.ts';
import { denySecret } from './steps/denySecret.ts';
import { disableKeys } from './steps/disableKeys.ts';
import { hardenCredentials } from './steps/hardenCredentials.ts';
import { revokeSessions } from './steps/revokeSessions.ts';
import { tagPrincipal } from './steps/tagPrincipal.ts';
import type { Target } from './steps/target.ts';

type Contained = Pick<Incident, 'id' | 'principal' | 'secrets' | 'scope' | 'decision'>;

/** Whom the steps work on, or undefined where only the secrets' policies can be set. */
export function targetOf({ principal, scope, decision }: Contained): Target | undefined {
  const { kind, name, session } = principal;
  if (decision.verdict !== 'contain' || (kind !== 'user' && kind !== 'role')) return undefined;
  const sessionUserId = kind === 'role' && scope === 'session' ? session?.userId : undefined;
  return { kind, name, sessionUserId };
}

/** The steps that stop the next call: all at once. */
export function denialSteps(incident: Contained, { iam, secretsIn }: Clients): Step[] {
  const { principal, secrets, scope } = incident;
  const target = targetOf(incident);
  return [
    ...secrets.map((arn) => denySecret(secretsIn(arn.split(':')[3]), arn, principal, scope)),
    ...(target ? [denyPrincipal(iam, target)] : []),
  ];
}

/** Sessions can still be made until IAM knows the denial everywhere; that took up to 11 s. */
const propagationMs = 15_000;

/** The rest. A role that is shared keeps its other sessions where only one is denied. */
export function furtherSteps(
  incident: Contained,
  { harden }: Pick<Config, 'harden'>,
  { iam }: Clients,
  nowMs: number,
): { readonly atOnce: readonly Step[]; readonly afterSnapshot: readonly Step[] } {
  const target = targetOf(incident);
  if (target === undefined || target.sessionUserId) return { atOnce: [], afterSnapshot: [] };
  const atOnce = [
    tagPrincipal(iam, target, incident.id),
    revokeSessions(iam, target, nowMs + propagationMs),
  ];
  if (target.kind === 'role') return { atOnce, afterSnapshot: [] };
  return {
    atOnce,
    afterSnapshot: [disableKeys(iam, target.name), ...hardenCredentials(iam, target.name, harden)],
  };
}
