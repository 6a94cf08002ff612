/** AWS Signature Version 4, the verifying side: headers, presigned queries, streamed payloads. */
export {
  type Checksum,
  type ChecksumAlgorithm,
  checksumAlgorithms,
  createChecksum,
} from './checksum.ts';
export { parseSignature } from './parseSignature.ts';
export {
  openPayload,
  type Payload,
  type PayloadOptions,
  type PayloadSummary,
  readPayload,
} from './payload.ts';
export {
  PayloadError,
  type SignatureFamily,
  type SignatureProblem,
  signatureProblems,
  wrongRegion,
  wrongService,
} from './problems.ts';
export type {
  Credential,
  FamilyOf,
  ParsedSignature,
  SignedRequest,
} from './signature.ts';
export { type Verification, verifySignature } from './verifySignature.ts';
