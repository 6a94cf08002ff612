import type { Condition, Detection, DetectionItem, SigmaRule, ValueTest } from '../rule.ts';

/** A rule without `not` but at its tests, which is what all targets can build on. */
export type Formula<Leaf> =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Formula<Leaf>[] }
  | { readonly kind: 'leaf'; readonly leaf: Leaf };

/** One test of one field, or that it does not hold. */
export interface Leaf {
  readonly path: readonly string[] | undefined;
  readonly test: ValueTest;
  readonly negated: boolean;
  readonly item: DetectionItem;
}

/** More tests than this are refused; an `x of` may use the same identifier many times over. */
const LEAVES_MAX = 10_000;

/** @throws RangeError if the rule has more tests than can be compiled. */
export function formulaOf(rule: SigmaRule): Formula<Leaf> {
  let leaves = 0;
  const ofCondition = (condition: Condition, negated: boolean): Formula<Leaf> => {
    switch (condition.kind) {
      case 'not':
        return ofCondition(condition.of, !negated);
      case 'search':
        return ofDetection(rule.detections.get(condition.name)!, negated);
      default:
        return join(
          condition.kind,
          negated,
          condition.of.map((member) => ofCondition(member, negated)),
        );
    }
  };
  const ofDetection = (detection: Detection, negated: boolean): Formula<Leaf> =>
    detection.kind === 'item'
      ? ofItem(detection, negated !== detection.negated)
      : join(
          detection.kind,
          negated,
          detection.of.map((member) => ofDetection(member, negated)),
        );
  const ofItem = (item: DetectionItem, negated: boolean): Formula<Leaf> =>
    join(
      item.every ? 'and' : 'or',
      negated,
      item.values.map(({ anyOf }) =>
        join(
          'or',
          negated,
          anyOf.map((test) => {
            leaves += 1;
            if (leaves > LEAVES_MAX) {
              throw new RangeError(`the rule has more than ${LEAVES_MAX} tests`);
            }
            return { kind: 'leaf', leaf: { path: item.path, test, negated, item } };
          }),
        ),
      ),
    );
  return ofCondition(rule.condition, false);
}

/** De Morgan: what is negated below turns `and` to `or` above. */
function join<Of>(kind: 'and' | 'or', negated: boolean, of: readonly Formula<Of>[]): Formula<Of> {
  const turned = negated ? (kind === 'and' ? 'or' : 'and') : kind;
  return of.length === 1 ? of[0]! : { kind: turned, of: flat(turned, of) };
}

function flat<Of>(kind: 'and' | 'or', of: readonly Formula<Of>[]): readonly Formula<Of>[] {
  return of.flatMap((member) => (member.kind === kind ? member.of : [member]));
}

export const ALWAYS = { kind: 'and', of: [] } as const;
export const NEVER = { kind: 'or', of: [] } as const;

export function isAlways(formula: Formula<unknown>): boolean {
  return formula.kind === 'and' && formula.of.length === 0;
}

export function isNever(formula: Formula<unknown>): boolean {
  return formula.kind === 'or' && formula.of.length === 0;
}

export function and<Of>(...of: readonly Formula<Of>[]): Formula<Of> {
  if (of.some(isNever)) return NEVER;
  return join('and', false, flat('and', of));
}

export function or<Of>(...of: readonly Formula<Of>[]): Formula<Of> {
  if (of.some(isAlways)) return ALWAYS;
  return join('or', false, flat('or', of));
}

export function leaf<Of>(of: Of): Formula<Of> {
  return { kind: 'leaf', leaf: of };
}
