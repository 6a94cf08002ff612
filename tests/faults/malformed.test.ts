import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Kind, Source } from './attempt.ts';
import { adminKey, type Box, startBox, temporaryFolder } from './box.ts';
import { newChance } from './chance.ts';
import { clientsOf } from './clients.ts';
import { exchange } from './exchange.ts';
import { hostileCbor, hostileForm, hostileJson, hostileRest } from './hostileBodies.ts';
import { hostileFraming, hostileSignature, hostileSize, randomValues } from './hostileFraming.ts';
import { hostileHttp } from './hostileHttp.ts';
import { hostileBucket, hostileParameters, hostileUpload, hostileXml } from './hostileS3.ts';
import { newSource } from './sound.ts';
import { faultOf } from './verdict.ts';

/** 10,000 malformed requests, and some that are sound but nonsense. */
const kinds: readonly (readonly [title: string, kind: Kind, count: number])[] = [
  ['bytes that are no HTTP', hostileHttp, 1_500],
  ['JSON', hostileJson, 2_400],
  ['JSON in REST', hostileRest, 1_200],
  ['forms', hostileForm, 1_500],
  ['CBOR', hostileCbor, 900],
  ['XML', hostileXml, 900],
  ['parameters and headers of S3', hostileParameters, 700],
  ['chunked uploads', hostileUpload, 900],
  ['lengths', hostileFraming, 600],
  ['signatures', hostileSignature, 580],
  ['sizes', hostileSize, 20],
  ['sound requests of random values', randomValues, 2_000],
];

/** What such requests take in memory they take at first: all goes on in rounds. */
const rounds = 4;
/** The heap breathes; what grew by this in a round would be kept for good. */
const growthMaxBytes = 64 * 2 ** 20;

test('answers 10,000 malformed requests with errors of AWS', { timeout: 120_000 }, async (t) => {
  const chance = newChance();
  t.diagnostic(`seed ${chance.seed}`);
  using folder = temporaryFolder();
  const box = await startBox(folder.path, ['--data', join(folder.path, 'data')]);
  t.after(() => box.kill());
  const { s3, sts } = clientsOf(box.endpoint, adminKey);
  await s3.createBucket({ Bucket: hostileBucket });
  const source = newSource(chance, `127.0.0.1:${box.port}`);
  const memory: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const [title, kind, count] of kinds) {
      await t.test(`round ${round}: ${count / rounds} × ${title}`, async () => {
        const faults = await attack(box, source, kind, count / rounds);
        assert.deepEqual([...faults], [], `TOCSIN_SEED=${chance.seed}`);
        await sts.getCallerIdentity({});
      });
    }
    memory.push((await box.status()).memoryBytes);
  }
  assert.equal(box.complaints(), '', `TOCSIN_SEED=${chance.seed}`);
  const growth = memory.at(-1)! - memory.at(-2)!;
  assert.ok(growth < growthMaxBytes, `The memory grows: ${memory}`);
});

/** Sends so many attempts, several at once; gives what was wrong with the answers. */
async function attack(box: Box, source: Source, kind: Kind, count: number) {
  const faults = new Set<string>();
  let left = count;
  const attackers = Array.from({ length: atOnce }, async () => {
    while (left-- > 0) {
      const attempt = await kind(source);
      const fault = faultOf(attempt, await exchange(box.port, attempt));
      if (fault !== undefined) faults.add(`${attempt.about}: ${fault}`);
    }
  });
  await Promise.all(attackers);
  return faults;
}

const atOnce = 12;
