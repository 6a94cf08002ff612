import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDetector } from './detector.ts';
import { detectionsOf, readRuleFile } from './ruleFile.ts';
import { select } from './selection.ts';

const base = `
title: One call
name: one_call
logsource: { product: aws, service: cloudtrail }
detection: { call: { eventName: StopLogging }, condition: call }
level: informational
`;
const counted = `
title: Two calls
correlation:
  type: event_count
  rules: [one_call]
  group-by: [eventName]
  timespan: 1h
  condition: { gte: 2 }
level: high
`;

test('what a correlation of another file counts works, and is quiet where it is left out', () => {
  const all = [
    ...detectionsOf(readRuleFile(base, 'base.yml')),
    ...detectionsOf(readRuleFile(counted, 'counted.yml')),
  ];
  const detector = createDetector(
    select(all, { packs: ['all'], minLevel: 'low' }, { disable: [] }),
  );
  const record = { eventName: 'StopLogging', eventTime: '2026-11-20T10:00:00Z' };
  assert.deepEqual(
    [record, record].flatMap((each) => detector.feed(each)).map(({ title }) => title),
    ['Two calls'],
  );
});
