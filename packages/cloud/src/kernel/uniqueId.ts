import { alphabets, type Ids } from './ids.ts';

/**
 * The unique ids of IAM tell their account: behind the prefix stand sixteen base 32 digits, which
 * are ten bytes, whose first bit is set and whose next forty bits are the account's number. Clients
 * and GetAccessKeyInfo read it back.
 *
 * @param prefix `AKIA` for a user's key, `ASIA` for a session's.
 */
export function newAccessKeyId(prefix: 'AKIA' | 'ASIA', accountId: string, ids: Ids): string {
  return prefix + accountDigits(accountId, ids);
}

/**
 * The id of a user, group, role or policy, which is a digit longer than that of a key.
 *
 * @param prefix `AIDA`, `AGPA`, `AROA`, `ANPA`.
 */
export function newUniqueId(prefix: string, accountId: string, ids: Ids): string {
  return prefix + accountDigits(accountId, ids) + ids.pick(alphabets.uniqueId, 1);
}

/** The account in a key's id; undefined for ids made before they told it (2019). */
export function accountOfAccessKeyId(accessKeyId: string): string | undefined {
  if (!/^A[KS]IA[A-Z2-7]{16}$/.test(accessKeyId)) return undefined;
  const head = fromBase32(accessKeyId.slice(4)).readUIntBE(0, accountBytes);
  if (head < topBit) return undefined;
  const account = String(Math.floor((head - topBit) / 2 ** 7)).padStart(12, '0');
  return account.length === 12 ? account : undefined;
}

function accountDigits(accountId: string, ids: Ids): string {
  const bytes = Buffer.alloc(keyBytes);
  ids.bytes(keyBytes - accountBytes + 1).copy(bytes, accountBytes - 1);
  const low = bytes[accountBytes - 1]! & 0x7f;
  bytes.writeUIntBE(topBit + Number(accountId) * 2 ** 7 + low, 0, accountBytes);
  return base32(bytes);
}

const keyBytes = 10;
const accountBytes = 6;
const topBit = 2 ** 47;

export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const digits = bits.match(/.{5}/g) ?? [];
  return digits.map((digit) => alphabets.uniqueId[Number.parseInt(digit, 2)]).join('');
}

function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((digit) => alphabets.uniqueId.indexOf(digit).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
