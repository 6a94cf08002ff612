import type { Context } from '../../kernel/context.ts';
import { type Bearer, groups, type Holder, roles, users } from './state.ts';

export interface KnownHolder {
  readonly kind: 'User' | 'Group' | 'Role';
  readonly holder: Holder;
}

/** Who has a managed policy: attached, as a permissions boundary, or either way. */
export function holdersOf(
  arn: string,
  usage: 'PermissionsPolicy' | 'PermissionsBoundary' | undefined,
  context: Context,
): KnownHolder[] {
  return [...everyHolder(context)].filter(({ holder }) => {
    if (usage !== 'PermissionsBoundary' && holder.attached.includes(arn)) return true;
    return usage !== 'PermissionsPolicy' && isBearer(holder) && holder.boundary === arn;
  });
}

export interface PolicyUse {
  readonly attached: number;
  readonly asBoundary: number;
}

/** How often each managed policy is used, by ARN. One walk over the account, whatever is asked. */
export function policyUses(context: Context): (arn: string) => PolicyUse {
  const attached = new Map<string, number>();
  const asBoundary = new Map<string, number>();
  const count = (uses: Map<string, number>, arn: string) => uses.set(arn, (uses.get(arn) ?? 0) + 1);
  for (const { holder } of everyHolder(context)) {
    for (const arn of holder.attached) count(attached, arn);
    if (isBearer(holder) && holder.boundary) count(asBoundary, holder.boundary);
  }
  return (arn) => ({ attached: attached.get(arn) ?? 0, asBoundary: asBoundary.get(arn) ?? 0 });
}

function* everyHolder(context: Context): Generator<KnownHolder> {
  for (const holder of context.globalTable(users).values()) yield { kind: 'User', holder };
  for (const holder of context.globalTable(groups).values()) yield { kind: 'Group', holder };
  for (const holder of context.globalTable(roles).values()) yield { kind: 'Role', holder };
}

/** Users and roles; a group has no boundary. */
function isBearer(holder: Holder): holder is Bearer {
  return 'tags' in holder;
}
