import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolderError, type DataLocation } from './database.ts';

/**
 * Encryption at rest, AES-256-GCM. `label` names what is encrypted (for example the ARN and version
 * of a secret): a value opened under another label than it was sealed under is refused, so that
 * nobody who can write the database can put one secret's value in the place of another's.
 */
export interface Vault {
  seal(plain: Uint8Array, label: string): string;
  open(sealed: string, label: string): Buffer;
}

export function openVault(location: DataLocation): Vault {
  // As an object of OpenSSL: taking in the bytes anew costs ten times what the decryption does.
  const key = createSecretKey(
    location === 'memory' ? randomBytes(keyBytes) : readOrMakeKey(location.folder),
  );
  return {
    seal(plain, label) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(label));
      const parts = [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(parts).toString('base64');
    },
    open(sealed, label) {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(label)).setAuthTag(bytes.subarray(-tagBytes));
      const plain = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
      decipher.final();
      return plain;
    },
  };
}

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

function readOrMakeKey(folder: string): Buffer {
  const file = join(folder, 'key');
  if (!existsSync(file)) {
    const descriptor = openSync(file, 'wx', 0o600);
    writeSync(descriptor, randomBytes(keyBytes));
    fsyncSync(descriptor);
    closeSync(descriptor);
  }
  const key = readFileSync(file);
  if (key.length !== keyBytes) {
    throw new DataFolderError(
      `${file} is not a key of ${keyBytes} bytes. Restore it, or run tocsin reset.`,
    );
  }
  return key;
}
