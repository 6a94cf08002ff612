import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import { loadServiceModel, readPlain } from './index.ts';

const model = loadServiceModel(cloudtrail, { signingName: 'cloudtrail' });
const { input } = model.operations.get('LookupEvents')!;

test('reads times and numbers of a plain tree by the shape', () => {
  const read = readPlain(input, { StartTime: '2026-03-01T00:00:00Z', MaxResults: 5 });
  assert.deepEqual({ ...(read as object) }, { StartTime: new Date(1772323200000), MaxResults: 5 });
});

for (const [plain, message] of [
  [{ Nope: 1 }, 'Unknown parameter in input: "Nope"'],
  [{ StartTime: 'soon' }, 'STRING_VALUE can not be converted to a Timestamp'],
  [{ LookupAttributes: [{ Key: 1 }] }, 'Unknown parameter in input.LookupAttributes: "Key"'],
] as const) {
  test(`refuses ${JSON.stringify(plain)}`, () => {
    assert.throws(() => readPlain(input, plain), { code: 'SerializationException', message });
  });
}
