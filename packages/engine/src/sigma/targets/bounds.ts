import { and, type Formula, isAlways, isNever, type Leaf, or } from './formula.ts';
import type { CompileOptions, Fidelity, Note } from './types.ts';

/**
 * What a target can say of a test: a form that matches no more, and one that matches no less. Where
 * it can say it exactly, they are the same one.
 *
 * A formula has its `not` at its tests alone, so it grows and shrinks with each of them: from the
 * bounds of the tests follow those of the whole.
 */
export interface Bounds<Form> {
  readonly narrower: Formula<Form>;
  readonly wider: Formula<Form>;
  /** Why they differ. Undefined exactly if they do not. */
  readonly why: string | undefined;
}

export interface Approximation<Form> {
  readonly formula: Formula<Form>;
  readonly fidelity: Fidelity;
  readonly notes: readonly Note[];
}

export function exactly<Form>(form: Formula<Form>): Bounds<Form> {
  return { narrower: form, wider: form, why: undefined };
}

export function between<Form>(
  narrower: Formula<Form>,
  wider: Formula<Form>,
  why: string,
): Bounds<Form> {
  return { narrower, wider, why };
}

/** Both or one of the two, with the reasons of both. */
export function joined<Form>(kind: 'and' | 'or', of: readonly Bounds<Form>[]): Bounds<Form> {
  const combine = kind === 'and' ? and : or;
  const reasons = [...new Set(of.flatMap(({ why }) => why ?? []))];
  return {
    narrower: combine(...of.map(({ narrower }) => narrower)),
    wider: combine(...of.map(({ wider }) => wider)),
    why: reasons.length === 0 ? undefined : reasons.join('; '),
  };
}

/**
 * Chooses what is given for a formula: what is exact if that can be said of every test; then what
 * matches less, if each test leaves something of itself; then, if it is allowed, what matches more.
 * What is left is what remains when tests that cannot be said never hold.
 */
export function approximate<Form>(
  formula: Formula<Leaf>,
  boundsOf: (leaf: Leaf) => Bounds<Form>,
  { allowWider = false }: CompileOptions,
): Approximation<Form> {
  const inexact: { readonly leaf: Leaf; readonly bounds: Bounds<Form> }[] = [];
  const boundsOfFormula = (part: Formula<Leaf>): Bounds<Form> => {
    if (part.kind !== 'leaf') return joined(part.kind, part.of.map(boundsOfFormula));
    const bounds = boundsOf(part.leaf);
    if (bounds.why !== undefined) inexact.push({ leaf: part.leaf, bounds });
    return bounds;
  };
  const { narrower, wider } = boundsOfFormula(formula);
  const notes = (effect: Note['effect']) => inexact.map((each) => noteOf(each, effect));
  if (inexact.length === 0) return { formula: narrower, fidelity: 'exact', notes: [] };
  const leavesAll = inexact.every(({ bounds }) => !isNever(bounds.narrower)) && !isNever(narrower);
  if (!leavesAll && allowWider && !isAlways(wider)) {
    return { formula: wider, fidelity: 'wider', notes: notes('wider') };
  }
  return isNever(narrower)
    ? { formula: narrower, fidelity: 'impossible', notes: notes('impossible') }
    : { formula: narrower, fidelity: 'narrower', notes: notes('narrower') };
}

function noteOf<Form>(
  { leaf, bounds }: { readonly leaf: Leaf; readonly bounds: Bounds<Form> },
  effect: Note['effect'],
): Note {
  const lost =
    effect === 'wider' && isAlways(bounds.wider)
      ? ' (left out)'
      : effect === 'narrower' && isNever(bounds.narrower)
        ? ' (taken as never met)'
        : '';
  return {
    part: leaf.item.text || 'keywords',
    line: leaf.item.line,
    why: `${bounds.why}${lost}`,
    effect,
  };
}

/** Notes that say the same of the same part are one. */
export function distinct(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}
