import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createChecksum } from '../../kernel/checksum.ts';
import { combineCrc } from './combineCrc.ts';

for (const algorithm of ['crc32', 'crc32c', 'crc64nvme'] as const) {
  const sumOf = (bytes: Uint8Array) => {
    const sum = createChecksum(algorithm);
    sum.update(bytes);
    return sum.digest();
  };

  test(`does: ${algorithm} of parts is that of the whole`, () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }), (parts) => {
        const known = parts.map((part) => ({ checksum: sumOf(part), size: part.length }));
        assert.equal(combineCrc(algorithm, known), sumOf(Buffer.concat(parts)));
      }),
    );
  });
}
