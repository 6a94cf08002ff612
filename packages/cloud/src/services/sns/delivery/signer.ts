import { createHash, createPrivateKey, generateKeyPair, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { Context } from '../../../kernel/context.ts';
import { defineMemory } from '../../../kernel/memory.ts';
import { defineTable } from '../../../kernel/table.ts';
import type { SignatureVersion } from '../state.ts';
import { selfSignedCertificate } from './certificate.ts';

export interface Signer {
  readonly certificateUrl: string;
  /** The signature as base64: version 1 is RSA with SHA-1, version 2 with SHA-256. */
  sign(text: string, version: SignatureVersion): string;
}

/**
 * The signer of this cloud. Its key is made at the first signature, for that takes a tenth of a
 * second which a cloud without HTTP subscribers need not spend, and kept for ever.
 */
export function signerOf(context: Context): Promise<Signer> {
  const opened = context.memory(openedSigner);
  if (!opened.signer) {
    opened.signer = openSigner(context);
    opened.signer.catch(() => delete opened.signer);
  }
  return opened.signer;
}

/** The certificate at `/SimpleNotificationService-<id>.pem`, or undefined. */
export function certificate(context: Context, id: string): string | undefined {
  const key = storedKey(context);
  return key?.id === id ? key.certificate : undefined;
}

const openedSigner = defineMemory<{ signer?: Promise<Signer> }>({ open: () => ({}) });

interface SigningKey {
  /** 32 hexadecimal digits: the beginning of the certificate's SHA-256. */
  readonly id: string;
  readonly certificate: string;
  readonly sealedPrivateKey: string;
}

/** The key of the running cloud is its only row. */
const signingKeysTable = defineTable<SigningKey>('sns.signingKeys', () => 'current');
const keyLabel = 'sns signing key';

function signingKeys(context: Context) {
  return context.in({ accountId: context.settings.accountId }).globalTable(signingKeysTable);
}

function storedKey(context: Context): SigningKey | undefined {
  return signingKeys(context).get('current');
}

async function openSigner(context: Context): Promise<Signer> {
  const key = storedKey(context) ?? (await makeKey(context));
  const pem = context.vault.open(key.sealedPrivateKey, keyLabel);
  const privateKey = createPrivateKey({ key: pem, format: 'pem' });
  return {
    certificateUrl: `${context.settings.endpoint}/SimpleNotificationService-${key.id}.pem`,
    sign: (text, version) =>
      sign(version === '1' ? 'sha1' : 'sha256', Buffer.from(text), privateKey).toString('base64'),
  };
}

async function makeKey(context: Context): Promise<SigningKey> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const certificate = selfSignedCertificate({
    commonName: 'sns.amazonaws.com',
    serial: context.ids.bytes(16),
    notBeforeMs: context.nowMs - dayMs,
    notAfterMs: context.nowMs + validDays * dayMs,
    ...pair,
  });
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
  return context.transact(() =>
    signingKeys(context).put({
      id: createHash('sha256').update(certificate).digest('hex').slice(0, 32),
      certificate,
      sealedPrivateKey: context.vault.seal(Buffer.from(pem), keyLabel),
    }),
  );
}

const dayMs = 86_400_000;
const validDays = 3_650;
