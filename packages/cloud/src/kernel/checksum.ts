export {
  type Checksum,
  type ChecksumAlgorithm,
  checksumAlgorithms,
  createChecksum,
  type PayloadSummary,
} from '@tocsin/wire/sigv4';
