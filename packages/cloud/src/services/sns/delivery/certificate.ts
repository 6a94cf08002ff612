import { type KeyObject, sign } from 'node:crypto';

/**
 * A self-signed X.509 certificate as PEM. Version 1, for it needs no extension: whoever reads it
 * wants the public key alone. node:crypto reads certificates and writes none.
 * Source: RFC 5280, section 4.1; the encoding is DER (X.690).
 */
export function selfSignedCertificate(of: CertificateFacts): string {
  const name = sequence(tagged(tags.set, sequence(commonName, text(of.commonName))));
  const content = sequence(
    tagged(tags.integer, positive(of.serial)),
    sha256WithRsa,
    name,
    sequence(time(of.notBeforeMs), time(of.notAfterMs)),
    name,
    of.publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = tagged(tags.bitString, noUnusedBits, sign('sha256', content, of.privateKey));
  return pem(sequence(content, sha256WithRsa, signature));
}

export interface CertificateFacts {
  readonly commonName: string;
  /** Random bytes. */
  readonly serial: Buffer;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** An RSA pair. */
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const tags = {
  integer: 0x02,
  bitString: 0x03,
  null: 0x05,
  objectId: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** 1.2.840.113549.1.1.11, with the parameter NULL that RSA demands. */
const sha256WithRsa = sequence(
  tagged(tags.objectId, Buffer.from('2a864886f70d01010b', 'hex')),
  tagged(tags.null),
);

/** 2.5.4.3 */
const commonName = tagged(tags.objectId, Buffer.from('550403', 'hex'));

const noUnusedBits = Buffer.from([0]);

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tagged(tags.sequence, ...parts);
}

function text(value: string): Buffer {
  return tagged(tags.utf8String, Buffer.from(value));
}

/** Through the year 2049 with two digits for the year, with four after it. */
function time(timeMs: number): Buffer {
  const digits = new Date(timeMs).toISOString().replace(/\.\d+|[-:T]/g, '');
  return digits < '2050'
    ? tagged(tags.utcTime, Buffer.from(digits.slice(2)))
    : tagged(tags.generalizedTime, Buffer.from(digits));
}

/** An integer's first bit is its sign, and its first byte may not be needless. */
function positive(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[0] = (copy[0]! & 0x7f) | 0x40;
  return copy;
}

function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(content.length)]), content]);
}

/** Below 128 the length itself; above, how many bytes it takes, and these. */
function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g)!;
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
