import type { CrcAlgorithm } from './checksums.ts';

/**
 * The CRC of bytes that are known only by the CRCs and lengths of their parts.
 *
 * A CRC is the remainder of the bytes, read as a polynomial over two elements, divided by a fixed
 * one. To append n bytes is to multiply what is there by x^(8n) and to add the rest, so the CRC of
 * `A B` is `crc(A) · x^(8·|B|) + crc(B)`, and no byte has to be read again. Parts mostly have one
 * length, so the power is computed once or twice. All CRCs of S3 are reflected: the highest bit is
 * the coefficient of x^0.
 */
export function combineCrc(
  algorithm: CrcAlgorithm,
  parts: readonly { readonly checksum: string; readonly size: number }[],
): string {
  const { bits, polynomial } = fields[algorithm];
  const one = 1n << (bits - 1n);
  const multiply = (left: bigint, right: bigint): bigint => {
    let product = 0n;
    let factor = right;
    for (let bit = one; bit > 0n; bit >>= 1n) {
      if (left & bit) product ^= factor;
      factor = factor & 1n ? (factor >> 1n) ^ polynomial : factor >> 1n;
    }
    return product;
  };
  const shiftOf = (bytes: number): bigint => {
    let power = one;
    let square = one >> 8n;
    for (let rest = bytes; rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) power = multiply(power, square);
      square = multiply(square, square);
    }
    return power;
  };

  const shifts = new Map<number, bigint>();
  let combined = 0n;
  for (const { checksum, size } of parts) {
    const shift = shifts.get(size) ?? shiftOf(size);
    shifts.set(size, shift);
    combined = multiply(combined, shift) ^ BigInt(`0x${fromBase64(checksum)}`);
  }
  const hex = combined.toString(16).padStart(Number(bits) / 4, '0');
  return Buffer.from(hex, 'hex').toString('base64');
}

const fromBase64 = (text: string) => Buffer.from(text, 'base64').toString('hex');

/** The polynomials of CRC-32 (ISO-HDLC), CRC-32C (Castagnoli) and CRC-64/NVME, bits reversed. */
const fields: Readonly<Record<CrcAlgorithm, { bits: bigint; polynomial: bigint }>> = {
  crc32: { bits: 32n, polynomial: 0xedb88320n },
  crc32c: { bits: 32n, polynomial: 0x82f63b78n },
  crc64nvme: { bits: 64n, polynomial: 0x9a6c9329ac4bc9b5n },
};
