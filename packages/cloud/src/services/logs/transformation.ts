import type { MetricTransformation as Input } from '@aws-sdk/client-cloudwatch-logs';
import {
  type FilterPattern,
  FilterPatternError,
  numberOf,
  parseFilterPattern,
  parseSelector,
  type Selector,
} from '@tocsin/engine/filter';
import { invalidParameter } from './onLogGroup.ts';
import type { MetricFilter, MetricTransformation } from './state.ts';

/** A metric filter, ready for any number of events. */
export interface CompiledFilter {
  readonly pattern: FilterPattern;
  readonly value: number | Selector;
  readonly dimensions: readonly (readonly [name: string, selector: Selector])[];
}

const compiled = new WeakMap<MetricFilter, CompiledFilter>();

/** Rows never change, so each is compiled once; a filter that is put again is another row. */
export function compileFilter(filter: MetricFilter): CompiledFilter {
  let known = compiled.get(filter);
  if (!known) {
    const { metricValue, dimensions = {} } = filter.transformation;
    known = {
      pattern: parseFilterPattern(filter.pattern),
      value: numberOf(metricValue) ?? parseSelector(metricValue),
      dimensions: Object.entries(dimensions).map(([name, text]) => [name, parseSelector(text)]),
    };
    compiled.set(filter, known);
  }
  return known;
}

/** The transformation as it is kept. Throws InvalidParameterException where AWS would refuse it. */
export function checkTransformation(
  input: Input,
  { kind }: Pick<FilterPattern, 'kind'>,
): MetricTransformation {
  const { metricName, metricNamespace, metricValue, defaultValue, unit } = input;
  const dimensions = input.dimensions ?? {};
  const names = Object.keys(dimensions);
  if (!metricName || !metricNamespace) {
    throw invalid('metric name and metric namespace must not be empty');
  }
  if (numberOf(metricValue) === undefined && !isSelector(metricValue!)) {
    throw invalid(`metric value ${metricValue} must be a valid number`);
  }
  if (names.length > 0 && defaultValue !== undefined) {
    throw invalid('dimensions and default value are mutually exclusive properties');
  }
  // Only JSON and space-delimited events have fields that a dimension could name.
  if (names.length > 0 && kind !== 'json' && kind !== 'space') {
    throw invalidParameter('The specified filter pattern does not support dimensions');
  }
  if (names.length > dimensionsMax) {
    throw invalid(`a metric filter can have at most ${dimensionsMax} dimensions`);
  }
  for (const name of names) {
    if (!isSelector(dimensions[name]!)) throw invalid('dimension value must be valid selector');
    if (!dimensionText.test(name) || name.startsWith(':')) {
      throw invalid(`dimension name ${name} must be ASCII and must not start with a colon`);
    }
  }
  return {
    metricName,
    metricNamespace,
    metricValue: metricValue!,
    ...(defaultValue === undefined ? undefined : { defaultValue }),
    ...(names.length === 0 ? undefined : { dimensions }),
    ...(unit === undefined ? undefined : { unit }),
  };
}

/** AWS's user guide, metric filters. */
const dimensionsMax = 3;

/** What CloudWatch takes as the name or value of a dimension: ASCII with something to see. */
export const dimensionText = /^(?=.*[!-~])[\x20-\x7e]{1,1024}$/;

/** A metric's value and dimensions are one thing, so a selector with a wildcard is none. */
function isSelector(text: string): boolean {
  try {
    const selector = parseSelector(text);
    return selector.kind === 'field' || selector.wildcards === 0;
  } catch (error) {
    if (error instanceof FilterPatternError) return false;
    throw error;
  }
}

function invalid(reason: string) {
  return invalidParameter(`Invalid metric transformation: ${reason}`);
}
