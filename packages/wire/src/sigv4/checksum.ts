import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * The checksums of S3's `x-amz-checksum-…` headers and trailers, as running sums.
 * Source: S3 User Guide, "Checking object integrity".
 */
export const checksumAlgorithms = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;

export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

export interface Checksum {
  update(bytes: Uint8Array): void;
  /** The sum so far, big-endian, in base64: as S3 writes it. For SHA it ends the sum. */
  digest(): string;
}

export function createChecksum(algorithm: ChecksumAlgorithm): Checksum {
  switch (algorithm) {
    case 'crc32':
      return createCrc32((bytes, crc) => crc32(bytes, crc));
    case 'crc32c':
      return createCrc32(crc32c);
    case 'crc64nvme':
      return createCrc64Nvme();
    case 'sha1':
    case 'sha256':
      return createSha(algorithm);
  }
}

function createSha(algorithm: 'sha1' | 'sha256'): Checksum {
  const hash = createHash(algorithm);
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => hash.digest('base64'),
  };
}

function createCrc32(next: (bytes: Uint8Array, crc: number) => number): Checksum {
  let crc = 0;
  return {
    update: (bytes) => {
      crc = next(bytes, crc);
    },
    digest: () => {
      const sum = Buffer.alloc(4);
      sum.writeUInt32BE(crc);
      return sum.toString('base64');
    },
  };
}

function crc32c(bytes: Uint8Array, crc: number): number {
  let sum = ~crc;
  for (const byte of bytes) sum = CRC32C_TABLE[(sum ^ byte) & 0xff]! ^ (sum >>> 8);
  return ~sum >>> 0;
}

/** 64 bits as two halves of 32: BigInt would be some fifty times slower. */
function createCrc64Nvme(): Checksum {
  let high = -1;
  let low = -1;
  return {
    update: (bytes) => {
      for (const byte of bytes) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ CRC64_LOW[index]!;
        high = (high >>> 8) ^ CRC64_HIGH[index]!;
      }
    },
    digest: () => {
      const sum = Buffer.alloc(8);
      sum.writeUInt32BE(~high >>> 0, 0);
      sum.writeUInt32BE(~low >>> 0, 4);
      return sum.toString('base64');
    },
  };
}

/** Castagnoli's polynomial, bits reversed. */
const CRC32C_POLYNOMIAL = 0x82f63b78n;
/** NVM Express's polynomial, bits reversed. */
const CRC64NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;

const crc64Table = crcTable(CRC64NVME_POLYNOMIAL);
const CRC32C_TABLE = Int32Array.from(crcTable(CRC32C_POLYNOMIAL), (entry) => Number(entry) | 0);
const CRC64_LOW = Int32Array.from(crc64Table, (entry) => Number(entry & 0xffff_ffffn) | 0);
const CRC64_HIGH = Int32Array.from(crc64Table, (entry) => Number(entry >> 32n) | 0);

/** What each byte does to a reflected CRC. */
function crcTable(polynomial: bigint): bigint[] {
  return Array.from({ length: 256 }, (_, byte) => {
    let entry = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) {
      entry = entry & 1n ? (entry >> 1n) ^ polynomial : entry >> 1n;
    }
    return entry;
  });
}
