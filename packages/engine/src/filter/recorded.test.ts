import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { FilterPatternError, LogEventView, numberOf, parseFilterPattern } from './index.ts';

const DATA = join(import.meta.dirname, '../../../../../shared/data');
const skip = existsSync(DATA) ? false : 'needs ../shared/data';

interface Observation {
  readonly label: string;
  readonly operation: string;
  readonly input: {
    readonly filterPattern?: string;
    readonly logEventMessages?: readonly string[];
    readonly metricTransformations?: readonly { readonly metricValue: string }[];
  };
  readonly result: {
    readonly code: string;
    readonly message?: string;
    readonly output?: { readonly matches?: readonly unknown[] };
  };
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(DATA, file), 'utf8'));
}

function observations(): readonly Observation[] {
  return ['metric_filters', 'metric_filter_extractors'].flatMap(
    (name) =>
      (read(`aws-captures/logs/${name}.json`) as { observations: Observation[] }).observations,
  );
}

describe('recorded against AWS', { skip }, () => {
  test('the same patterns are taken', () => {
    for (const { label, operation, input, result } of observations()) {
      if (operation === 'put-metric-filter' && input.filterPattern !== undefined) {
        const isTaken = result.message !== 'Invalid metric filter pattern';
        const parse = () => parseFilterPattern(input.filterPattern!);
        if (isTaken) {
          assert.doesNotThrow(parse, label);
        } else {
          assert.throws(parse, FilterPatternError, label);
        }
      }
    }
  });

  test('TestMetricFilter gives the same matches and values', () => {
    const tests = observations().filter(({ operation }) => operation === 'test-metric-filter');
    assert.ok(tests.length >= 4);
    for (const { label, input, result } of tests) {
      const pattern = parseFilterPattern(input.filterPattern!);
      const matches = input.logEventMessages!.flatMap((eventMessage, index) => {
        const match = pattern.match(eventMessage);
        const { extractedValues } = match ?? {};
        return match ? [{ eventNumber: index + 1, eventMessage, extractedValues }] : [];
      });
      assert.deepEqual(matches, result.output?.matches, label);
    }
  });

  test('metric values', () => {
    const pattern = parseFilterPattern('{ $.kind = * && $.value = * }');
    const values = observations()
      .find(({ label }) => label === 'matcher-json-extraction')!
      .input.logEventMessages!.map((message) =>
        numberOf(pattern.match(message)?.select('$.value')),
      );
    assert.deepEqual(values, [7, 11.5, undefined, undefined]);
  });
});

interface Benchmarks {
  readonly cis: readonly { benchmark: string; id: string; pattern: string }[];
  readonly securityHub: readonly { control: string; pattern: string | null }[];
}

describe('published patterns', { skip }, () => {
  test('all parse, but for the one that lost its quotes', () => {
    const { cis, securityHub } = read('cis-patterns.json') as Benchmarks;
    const patterns = [...cis, ...securityHub].flatMap(({ pattern }) => pattern ?? []);
    const refused = new Set<string>();
    for (const pattern of patterns) {
      try {
        parseFilterPattern(pattern);
      } catch (error) {
        assert.ok(error instanceof FilterPatternError);
        refused.add(pattern);
      }
    }
    // Two words without quotes are not a value by the documented grammar.
    assert.deepEqual(
      [...refused],
      ['{ ($.eventName = ConsoleLogin) && ($.errorMessage = Failed authentication) }'],
    );
  });

  test('the secret patterns find the recorded secret reads and nothing else', () => {
    const records = readFileSync(join(DATA, 'attack-records.ndjson'), 'utf8').trim().split('\n');
    const events = records.map(
      (line) => (JSON.parse(line) as { event: { eventName: string } }).event,
    );
    const exact = parseFilterPattern(
      '{ $.eventSource = secretsmanager.amazonaws.com && $.eventName = "GetSecretValue" }',
    );
    const found = events.filter((event) => exact.match(new LogEventView(JSON.stringify(event))));
    assert.ok(found.length > 0 && found.length < events.length);
    assert.deepEqual(
      found,
      events.filter(({ eventName }) => eventName === 'GetSecretValue'),
    );
  });
});
