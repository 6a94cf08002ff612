import { createHmac } from 'node:crypto';

/**
 * The six digits that a device with this seed shows in a step of 30 seconds (RFC 6238 with its
 * defaults, which are AWS's).
 */
export function totpCode(seed: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', seed).update(counter).digest();
  // RFC 4226: the last four bits say where the 31 bits begin that are shown.
  const start = digest.at(-1)! & 0x0f;
  return String((digest.readUInt32BE(start) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export function totpStep(timeMs: number): number {
  return Math.floor(timeMs / stepMs);
}

/** The step nearest to `around`, at most `reach` away, from which the codes follow each other. */
export function stepShowing(
  seed: Uint8Array,
  codes: readonly string[],
  { around, reach }: { readonly around: number; readonly reach: number },
): number | undefined {
  for (let distance = 0; distance <= reach; distance += 1) {
    for (const step of [around - distance, around + distance]) {
      if (codes.every((code, index) => totpCode(seed, step + index) === code)) return step;
    }
  }
  return undefined;
}

const stepMs = 30_000;
