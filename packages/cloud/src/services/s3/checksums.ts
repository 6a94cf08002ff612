import {
  type ChecksumAlgorithm,
  checksumAlgorithms,
  createChecksum,
} from '../../kernel/checksum.ts';
import { notImplemented } from '../../kernel/error.ts';
import { combineCrc } from './combineCrc.ts';

export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

export interface StoredChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Base64; that of a composite one ends in `-` and the number of parts. */
  readonly value: string;
}

/** The members of inputs and outputs that have to do with checksums. */
export interface ChecksumMembers {
  readonly ChecksumAlgorithm?: string | undefined;
  readonly ChecksumCRC32?: string | undefined;
  readonly ChecksumCRC32C?: string | undefined;
  readonly ChecksumCRC64NVME?: string | undefined;
  readonly ChecksumSHA1?: string | undefined;
  readonly ChecksumSHA256?: string | undefined;
}

export const checksumMembers = [
  'ChecksumCRC32',
  'ChecksumCRC32C',
  'ChecksumCRC64NVME',
  'ChecksumSHA1',
  'ChecksumSHA256',
] as const;

/** What S3 computes where the client names nothing. */
export const defaultAlgorithm: ChecksumAlgorithm = 'crc64nvme';

/** The algorithm that `ChecksumAlgorithm` names, where it chooses what S3 computes. */
export function namedAlgorithm(
  operation: string,
  name: string | undefined,
): ChecksumAlgorithm | undefined {
  if (name === undefined) return undefined;
  const known = checksumAlgorithms.find((algorithm) => algorithm === name.toLowerCase());
  if (!known) throw notImplemented(`${operation}: ChecksumAlgorithm ${name}`);
  return known;
}

/** The algorithm of the checksum that a request says it brings. */
export function announcedAlgorithm(input: ChecksumMembers): ChecksumAlgorithm | undefined {
  const named = input.ChecksumAlgorithm?.toLowerCase();
  return checksumAlgorithms.find(
    (algorithm) => algorithm === named || givenChecksum(input, algorithm) !== undefined,
  );
}

/** The checksum of one algorithm among the members of an input. */
export function givenChecksum(
  input: ChecksumMembers,
  algorithm: ChecksumAlgorithm,
): string | undefined {
  return input[checksumMember(algorithm)];
}

/** A checksum as a member of an output. */
export function checksumOutput(algorithm: ChecksumAlgorithm, value: string): ChecksumMembers {
  return { [checksumMember(algorithm)]: value };
}

function checksumMember(algorithm: ChecksumAlgorithm) {
  return `Checksum${algorithm.toUpperCase()}` as (typeof checksumMembers)[number];
}

/** The type that an upload has if the client names none, then the one it may name instead. */
export const checksumTypes: Readonly<Record<ChecksumAlgorithm, readonly ChecksumType[]>> = {
  crc32: ['COMPOSITE', 'FULL_OBJECT'],
  crc32c: ['COMPOSITE', 'FULL_OBJECT'],
  crc64nvme: ['FULL_OBJECT'],
  sha1: ['COMPOSITE'],
  sha256: ['COMPOSITE'],
};

/**
 * The checksum of an object from those of its parts: of the whole bytes, which only a CRC lets one
 * compute, or the checksum of the parts' checksums.
 */
export function checksumOfParts(
  { algorithm, type }: { algorithm: ChecksumAlgorithm; type: ChecksumType },
  parts: readonly { readonly checksum: string; readonly size: number }[],
): StoredChecksum {
  if (type === 'FULL_OBJECT') {
    return { algorithm, type, value: combineCrc(algorithm as CrcAlgorithm, parts) };
  }
  const sum = createChecksum(algorithm);
  for (const { checksum } of parts) sum.update(Buffer.from(checksum, 'base64'));
  return { algorithm, type, value: `${sum.digest()}-${parts.length}` };
}

export type CrcAlgorithm = Exclude<ChecksumAlgorithm, 'sha1' | 'sha256'>;
