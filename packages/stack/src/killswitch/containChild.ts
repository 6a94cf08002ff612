import type { Child, Found } from './children.ts';
import type { World } from './clients.ts';
import { type Config, matchesAny } from './config.ts';
import { errorText } from './step.ts';
import { denyPrincipal } from './steps/denyPrincipal.ts';
import { disableKeys, setKey } from './steps/disableKeys.ts';

/** Denies what a contained principal had made, unless it is not its own to lose. */
export async function containChild(
  { child, principal }: Found,
  { config, ownRole }: { config: Config; ownRole: string | undefined },
  { clients: { iam } }: World,
): Promise<Child> {
  const left = (detail: string): Child => ({ ...child, contained: false, detail });
  if (principal === undefined) return left('look at what was changed, and take it back');
  if (principal.reach !== 'full') return left(principal.limit ?? 'out of reach');
  const { name, arn, session } = principal;
  if (matchesAny(config.protect, arn) || name === ownRole) return left('protected: look at it');
  try {
    if (child.kind === 'key') {
      await setKey(iam, name, child.what, 'Inactive');
      return { ...child, contained: true, detail: `key of ${name} turned off` };
    }
    const kind = principal.kind as 'user' | 'role';
    const sessionUserId = child.kind === 'session' ? session!.userId : undefined;
    const deny = await denyPrincipal(iam, { kind, name, sessionUserId }).apply();
    if (kind === 'user') await disableKeys(iam, name).apply();
    return { ...child, contained: true, detail: deny };
  } catch (error) {
    return left(errorText(error));
  }
}
