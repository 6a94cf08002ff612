import type { Detection } from '@tocsin/detect';
import { requirementOf, type SigmaCorrelation, type SigmaRule } from '@tocsin/engine/sigma';
import {
  type Compilation,
  type Fidelity,
  toAthenaSql,
  toEventPattern,
  toFilterPattern,
} from '@tocsin/engine/sigma/targets';
import { Failure, UsageError } from '../command.ts';
import { printable, type Terminal } from '../terminal.ts';

export const targetNames = ['cloudwatch', 'eventbridge', 'athena', 'matcher'] as const;

export type TargetName = (typeof targetNames)[number];

/** A rule for one target: how faithful it is, what is to be known of it, and the text itself. */
export interface Compiled {
  readonly target: TargetName;
  readonly fidelity: Fidelity;
  readonly notes: readonly string[];
  /** What one gives to AWS: patterns, SQL. Undefined where there is none. */
  readonly output: unknown;
  /** The rest of what has to be set: an alarm, the state of a rule. */
  readonly settings: Readonly<Record<string, unknown>>;
}

interface Options {
  readonly allowWider: boolean;
}

/** Prints a rule in the words of a target. Throws a Failure where there are none that say it. */
export function compileRule(
  detection: Detection,
  all: readonly Detection[],
  options: Options & { to: TargetName | undefined; json: boolean },
  { print, warn, paint }: Terminal,
) {
  if (options.to === undefined) throw new UsageError(`Say --to ${targetNames.join(', ')}.`);
  const compiled = compileFor(options.to, detection, all, options);
  if (options.json) print(JSON.stringify(compiled, null, 2));
  else if (compiled.fidelity !== 'impossible') {
    for (const text of textsOf(compiled.output)) print(text);
    for (const [name, value] of Object.entries(compiled.settings)) {
      warn(`${paint.dim(name)} ${JSON.stringify(value)}`);
    }
  }
  if (compiled.fidelity !== 'exact') warn(`${paint.bad(compiled.fidelity)} ${detection.name}`);
  for (const note of compiled.notes) warn(`  ${printable(note)}`);
  if (compiled.fidelity === 'impossible') {
    const hint = options.allowWider ? '' : ' A form that matches more: --allow-wider';
    throw new Failure(`${detection.name} cannot be said in ${options.to}.${hint}`);
  }
}

export const compileForAll = (detection: Detection, all: readonly Detection[]): Compiled[] =>
  targetNames.map((target) => compileFor(target, detection, all, { allowWider: false }));

function compileFor(
  target: TargetName,
  detection: Detection,
  all: readonly Detection[],
  { allowWider }: Options,
): Compiled {
  const rules = all.map(({ sigma }) => sigma);
  const compiled = compilers[target](detection.sigma, { allowWider, rules });
  const { firstSeen } = detection.source.extension;
  if (firstSeen === undefined || target === 'matcher') return compiled;
  const note = `first-seen: ${target} does not remember values; without it every match rings`;
  if (allowWider) return { ...compiled, fidelity: 'wider', notes: [note, ...compiled.notes] };
  return { ...compiled, fidelity: 'impossible', notes: [note], output: undefined, settings: {} };
}

type Compile = (
  sigma: SigmaRule | SigmaCorrelation,
  options: Options & { rules: readonly (SigmaRule | SigmaCorrelation)[] },
) => Compiled;

const compilers: Readonly<Record<TargetName, Compile>> = {
  cloudwatch(sigma, options) {
    const { patterns, alarm, ...compilation } = toFilterPattern(sigma, options);
    return { ...told(compilation), target: 'cloudwatch', output: patterns, settings: { alarm } };
  },
  eventbridge(sigma, options) {
    const { patterns, state, regions, usesWildcard, ...compilation } = toEventPattern(
      sigma,
      options,
    );
    const settings = { state, regions, usesWildcard };
    return { ...told(compilation), target: 'eventbridge', output: patterns, settings };
  },
  athena(sigma, options) {
    const { sql, ...compilation } = toAthenaSql(sigma, options);
    return { ...told(compilation), target: 'athena', output: sql, settings: {} };
  },
  matcher(sigma) {
    const settings = sigma.kind === 'rule' ? { needs: requirementOf(sigma).clauses } : {};
    return { target: 'matcher', fidelity: 'exact', notes: [], output: plainRule(sigma), settings };
  },
};

function told({ fidelity, notes }: Compilation) {
  const texts = notes.map(({ part, line, why, effect }) => {
    const place = line === undefined ? '' : ` (line ${line})`;
    return `${part}${place}: ${why}${effect === 'none' ? '' : ` [${effect}]`}`;
  });
  return { fidelity, notes: texts };
}

/** The rule as the matcher reads it: every shorthand written out. */
function plainRule(sigma: SigmaRule | SigmaCorrelation): unknown {
  if (sigma.kind === 'correlation') {
    const { type, rules, groupBy, timespanMs, comparisons, field } = sigma;
    return { type, rules, groupBy, timespanMs, comparisons, field };
  }
  return { detections: Object.fromEntries(sigma.detections), condition: sigma.condition };
}

function textsOf(output: unknown): string[] {
  if (Array.isArray(output)) {
    return output.map((each) => (typeof each === 'string' ? each : JSON.stringify(each, null, 2)));
  }
  return [typeof output === 'string' ? output : JSON.stringify(output, null, 2)];
}
