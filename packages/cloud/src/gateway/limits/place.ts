/** One step into an input: a structure's member, a list's item (from 1) or a map's entry. */
export type Step =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'item'; readonly number: number }
  | { readonly kind: 'entry'; readonly key: string };

/** Where a value stands in the input, innermost step first. */
export interface Place {
  readonly parent: Place | undefined;
  readonly step: Step;
}

/** `tags.1.member.key`: lower camel case; an item is `N.member`, a map's entry `key.member`. */
export function pathOf({ parent, step }: Place): string {
  const own =
    step.kind === 'member'
      ? step.name.charAt(0).toLowerCase() + step.name.slice(1)
      : `${step.kind === 'item' ? step.number : step.key}.member`;
  return parent === undefined ? own : `${pathOf(parent)}.${own}`;
}

/** `MetricData.member.1.MetricName`: the name a parameter has in a query. */
export function parameterOf({ parent, step }: Place): string {
  const own =
    step.kind === 'member' ? step.name : `member.${step.kind === 'item' ? step.number : step.key}`;
  return parent === undefined ? own : `${parameterOf(parent)}.${own}`;
}

/** The innermost name of a member, without the numbers and keys after it. */
export const lastMember = ({ parent, step }: Place): string => {
  if (step.kind === 'member') return step.name;
  return parent === undefined ? '' : lastMember(parent);
};
