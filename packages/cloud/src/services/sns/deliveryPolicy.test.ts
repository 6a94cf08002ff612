import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultRetryPolicy, type RetryPolicy, retryDelayMs } from './deliveryPolicy.ts';

function delays(policy: Partial<RetryPolicy>): number[] {
  const full = { ...defaultRetryPolicy, ...policy };
  const seconds: number[] = [];
  for (let failures = 1; ; failures += 1) {
    const delayMs = retryDelayMs(full, failures);
    if (delayMs === undefined) return seconds;
    seconds.push(delayMs / 1000);
  }
}

const phases = {
  minDelayTarget: 10,
  maxDelayTarget: 30,
  numNoDelayRetries: 2,
  numMinDelayRetries: 1,
  numMaxDelayRetries: 2,
};

const cases: [name: string, policy: Partial<RetryPolicy>, seconds: number[]][] = [
  ['the default: three, twenty seconds apart', {}, [20, 20, 20]],
  ['no retries', { numRetries: 0 }, []],
  ['four phases, linear', { ...phases, numRetries: 8 }, [0, 0, 10, 10, 20, 30, 30, 30]],
  [
    'four phases, exponential',
    { ...phases, numRetries: 8, backoffFunction: 'exponential' },
    [0, 0, 10, 10, 12.5, 30, 30, 30],
  ],
  ['one growing step', { ...phases, numRetries: 6 }, [0, 0, 10, 10, 30, 30]],
];

for (const [name, policy, seconds] of cases) {
  test(`does: ${name}`, () => assert.deepEqual(delays(policy), seconds));
}
