import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { compileRules, InvalidEventPattern, matchesEvent, parseEventPattern } from './index.ts';

interface RecordedCase {
  readonly name: string;
  readonly patternJson: string;
  readonly eventJson: string;
  readonly expected: 'match' | 'no-match' | 'invalid';
  readonly error?: { readonly message: string };
  readonly invalidPart?: 'pattern' | 'event';
}

interface Observation {
  readonly case: string;
  readonly pattern: string;
  readonly event: string;
  readonly output?: { readonly Result: boolean };
  readonly error?: { readonly Message: string };
}

const data = join(import.meta.dirname, '../../../../../shared/data');
const skip = existsSync(data) ? false : 'needs ../shared/data';

function read<T>(path: string): T {
  return JSON.parse(readFileSync(join(data, path), 'utf8'));
}

function check(pattern: string, event: string, matches: boolean) {
  const parsed = parseEventPattern(pattern);
  const machine = compileRules([{ rule: 'rule', pattern: parsed }]);
  const value: object = JSON.parse(event);
  assert.equal(matchesEvent(parsed, value), matches, 'matchesEvent');
  assert.equal(machine.match(value).length === 1, matches, 'match');
  assert.equal(machine.matchText(event).length === 1, matches, 'matchText');
}

function refusal(pattern: string): string {
  try {
    parseEventPattern(pattern);
  } catch (error) {
    assert.ok(error instanceof InvalidEventPattern);
    return error.message;
  }
  return 'accepted';
}

describe('outcomes recorded against AWS', { skip }, () => {
  if (skip) return;
  const { cases } = read<{ cases: readonly RecordedCase[] }>('event-patterns.json');
  for (const { name, patternJson, eventJson, expected, error, invalidPart } of cases) {
    if (invalidPart === 'event') continue;
    it(name, () => {
      if (error) assert.equal(refusal(patternJson).split('\n')[0], error.message);
      else check(patternJson, eventJson, expected === 'match');
    });
  }
});

describe('answers of TestEventPattern with their places', { skip }, () => {
  if (skip) return;
  const path = 'aws-captures/eventbridge/patterns.json';
  const { observations } = read<{ observations: readonly Observation[] }>(path);
  for (const { case: name, pattern, event, output, error } of observations) {
    it(name, () => {
      if (error) assert.equal(refusal(pattern), error.Message);
      else check(pattern, event, output?.Result === true);
    });
  }
});
