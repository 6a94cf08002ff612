import { InvalidEventPattern, parseEventPattern } from '../../../pattern/index.ts';
import type { SigmaCorrelation, SigmaRule } from '../../rule.ts';
import { literalOf } from '../../text.ts';
import { type Approximation, approximate, distinct } from '../bounds.ts';
import { formulaOf } from '../formula.ts';
import type { Compilation, CompileOptions, Note } from '../types.ts';
import { printAlternative } from './alternative.ts';
import { type Conjunct, type Conjuncts, conjunctsOf, symbolText } from './conjuncts.ts';
import { eventBounds, type FieldForm } from './eventLeaf.ts';
import { mayBeGlobal, mayBeReadOnly } from './whatArrives.ts';

/** A rule as rules of the default event bus. */
export interface CompiledEventPattern extends Compilation {
  readonly target: 'eventbridge';
  /** Event patterns, of which any matches: several where one is too long, none if impossible. */
  readonly patterns: readonly object[];
  /** For PutRule: without the longer one, EventBridge keeps read-only calls from the rule. */
  readonly state: 'ENABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  /** Of a bus, 30 rules may use wildcards. */
  readonly usesWildcard: boolean;
  /** Where the rule has to be: sign-ins, IAM and other global services are seen there alone. */
  readonly regions: 'each' | 'each, and us-east-1';
}

/** What PutRule takes by default, and what it takes at most (quota L-664C5505, API reference). */
const PATTERN_CHARACTERS = 2048;
const PATTERN_MAX_CHARACTERS = 4096;

/**
 * Compiles a rule to EventBridge event patterns over what CloudTrail sends.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function toEventPattern(
  rule: SigmaRule | SigmaCorrelation,
  options: CompileOptions = {},
): CompiledEventPattern {
  const note = (part: string, why: string, effect: Note['effect']): Note => ({
    part,
    line: rule.origin.line,
    why,
    effect,
  });
  if (rule.kind === 'correlation') {
    return impossible([note('correlation', 'EventBridge looks at one event alone', 'impossible')]);
  }
  const found = approximate(formulaOf(rule), eventBounds, options);
  if (found.fidelity === 'impossible') return impossible(found.notes);
  try {
    const { any, lost, effect } = assemble(found, options);
    const notes = [...found.notes, ...[...lost].map(([name, why]) => note(name, why, effect))];
    if (any.length === 0) {
      return impossible([
        ...notes,
        note('condition', 'no event can meet what is left', 'impossible'),
      ]);
    }
    const patterns = fit(any);
    if (patterns.some((pattern) => JSON.stringify(pattern).length > PATTERN_CHARACTERS)) {
      notes.push(
        note('condition', `it needs a quota above ${PATTERN_CHARACTERS} characters`, 'none'),
      );
    }
    const fidelity = lost.size > 0 ? effect : found.fidelity;
    return { ...describe(any, patterns), fidelity, notes: distinct(notes) };
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof InvalidEventPattern)) throw error;
    return impossible([...found.notes, note('condition', error.message, 'impossible')]);
  }
}

/** A formula that matches less must not match more at another place, and the other way around. */
function assemble({ formula, fidelity }: Approximation<FieldForm>, { allowWider }: CompileOptions) {
  const narrow = fidelity === 'wider' ? undefined : conjunctsOf(formula, false);
  const isWhole = narrow !== undefined && narrow.lost.size === 0;
  const mayWiden = fidelity === 'wider' || (fidelity === 'exact' && allowWider === true);
  const chosen: Conjuncts = isWhole || !mayWiden ? narrow! : conjunctsOf(formula, true);
  return { ...chosen, effect: chosen === narrow ? ('narrower' as const) : ('wider' as const) };
}

function describe(any: readonly Conjunct[], patterns: readonly object[]) {
  return {
    target: 'eventbridge' as const,
    patterns,
    state: any.some(mayBeReadOnly)
      ? ('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' as const)
      : ('ENABLED' as const),
    usesWildcard: patterns.some((pattern) => JSON.stringify(pattern).includes('"wildcard":')),
    regions: any.some(mayBeGlobal) ? ('each, and us-east-1' as const) : ('each' as const),
  };
}

function impossible(notes: readonly Note[]): CompiledEventPattern {
  return { ...describe([], []), fidelity: 'impossible', notes: distinct(notes) };
}

/**
 * One pattern if EventBridge takes it, and else one for each half.
 *
 * @throws RangeError if one value of each field is longer than EventBridge takes.
 * @throws InvalidEventPattern if one value of each field is too complex for it.
 */
function fit(any: readonly Conjunct[]): readonly object[] {
  const whole = envelope(any);
  const text = JSON.stringify(whole);
  const refusal = text.length <= PATTERN_CHARACTERS ? refusalOf(text) : undefined;
  if (text.length <= PATTERN_CHARACTERS && refusal === undefined) return [whole];
  const parts = any.length > 1 ? any : halves(any[0]!);
  if (parts.length > 1) {
    const middle = parts.length >> 1;
    return [...fit(parts.slice(0, middle)), ...fit(parts.slice(middle))];
  }
  if (refusal !== undefined) throw refusal;
  if (text.length > PATTERN_MAX_CHARACTERS) {
    throw new RangeError(`an event pattern has at most ${PATTERN_MAX_CHARACTERS} characters`);
  }
  parseEventPattern(text);
  return [whole];
}

function refusalOf(text: string): InvalidEventPattern | undefined {
  try {
    parseEventPattern(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidEventPattern)) throw error;
    return error;
  }
}

/** The conjunct with either half of its longest list. */
function halves(conjunct: Conjunct): readonly Conjunct[] {
  const [longest] = [...conjunct].sort(
    ([, one], [, other]) => other.alternatives.length - one.alternatives.length,
  );
  const [name, { path, alternatives }] = longest!;
  const middle = alternatives.length >> 1;
  if (middle === 0) return [conjunct];
  return [alternatives.slice(0, middle), alternatives.slice(middle)].map((half) =>
    new Map(conjunct).set(name, { path, alternatives: half }),
  );
}

/**
 * The pattern around the record. Each service's records come from a source of its name. Sign-ins
 * come with a detail type of their own, which AWS's documents spell in two ways.
 */
function envelope(any: readonly Conjunct[]): object {
  const services = any.map(servicesOf);
  const sources = services.every((each) => each !== undefined) ? [...new Set(services.flat())] : [];
  return {
    ...(sources.length > 0 ? { source: sources.map((service) => `aws.${service}`) } : {}),
    'detail-type': [
      'AWS API Call via CloudTrail',
      'AWS Service Event via CloudTrail',
      ...(sources.length === 0 || sources.includes('signin')
        ? ['AWS Console Sign In via CloudTrail', 'AWS Console Signin via CloudTrail']
        : []),
    ],
    ...detail(any),
  };
}

/** The services whose hosts the conjunct names; undefined if it may be any. */
function servicesOf(conjunct: Conjunct): readonly string[] | undefined {
  const services = conjunct.get('eventSource')?.alternatives.map((alternative) => {
    const isSure = alternative.kind === 'text' && !alternative.folds;
    const host = isSure ? literalOf(alternative.pattern) : undefined;
    return host?.endsWith('.amazonaws.com') ? host.slice(0, -'.amazonaws.com'.length) : undefined;
  });
  return services?.every((service) => service !== undefined) ? services : undefined;
}

/** What all have in common stands beside `$or`: a field at both places would be overwritten. */
function detail(any: readonly Conjunct[]): object {
  const key = (form: FieldForm | undefined) => JSON.stringify(form, symbolText);
  const [first, ...others] = any;
  const shared = [...first!].filter(([name, form]) =>
    others.every((other) => key(other.get(name)) === key(form)),
  );
  const names = new Set(shared.map(([name]) => name));
  const branches = any.map((conjunct) => [...conjunct].filter(([name]) => !names.has(name)));
  const needsOr = branches.every((branch) => branch.length > 0);
  const fields = nested(shared.map(([, form]) => form));
  const content = needsOr
    ? { ...fields, $or: branches.map((branch) => nested(branch.map(([, form]) => form))) }
    : fields;
  return Object.keys(content).length === 0 ? {} : { detail: content };
}

interface Tree {
  [name: string]: Tree | readonly unknown[];
}

function nested(forms: readonly FieldForm[]): Tree {
  const root: Tree = {};
  for (const { path, alternatives } of forms) {
    let object = root;
    for (const name of path.slice(0, -1)) {
      object[name] ??= {};
      object = object[name] as Tree;
    }
    object[path.at(-1)!] = alternatives.flatMap(printAlternative);
  }
  return root;
}
