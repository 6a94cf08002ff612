import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { javaDouble, jsonTimestamp, mailTimestamp, reasonTimestamp } from './format.ts';

describe('numbers as Java writes them', () => {
  const NUMBERS: readonly [number, string][] = [
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [-1.5, '-1.5'],
    [0.28, '0.28'],
    [0.001, '0.001'],
    [0.0009, '9.0E-4'],
    [0.00012345, '1.2345E-4'],
    [9_999_999, '9999999.0'],
    [10_000_000, '1.0E7'],
    [12_345_678.5, '1.23456785E7'],
    [1e21, '1.0E21'],
    [38.395433048854194, '38.395433048854194'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [Number.NaN, 'NaN'],
  ];
  for (const [value, text] of NUMBERS) test(text, () => assert.equal(javaDouble(value), text));
});

test('times', () => {
  const timeMs = Date.parse('2025-09-03T06:05:03.070Z');
  assert.equal(jsonTimestamp(timeMs), '2025-09-03T06:05:03.070+0000');
  assert.equal(reasonTimestamp(timeMs), '03/09/25 06:05:03');
  assert.equal(mailTimestamp(timeMs), 'Wednesday 03 September, 2025 06:05:03 UTC');
});
