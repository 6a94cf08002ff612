import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChecksumAlgorithm, createChecksum } from './index.ts';

/** The check values of the algorithms' own definitions, over the text `123456789`. */
const CHECKS: readonly [ChecksumAlgorithm, hex: string][] = [
  ['crc32', 'cbf43926'],
  ['crc32c', 'e3069283'],
  ['crc64nvme', 'ae8b14860a799888'],
  ['sha1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['sha256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
];

for (const [algorithm, hex] of CHECKS) {
  test(`${algorithm} of the check text, whole and in pieces`, () => {
    const expected = Buffer.from(hex, 'hex').toString('base64');
    for (const pieces of [['123456789'], ['1', '2345', '', '6789']]) {
      const checksum = createChecksum(algorithm);
      for (const piece of pieces) checksum.update(Buffer.from(piece));
      assert.equal(checksum.digest(), expected);
    }
  });
}
