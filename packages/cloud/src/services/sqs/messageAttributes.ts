import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { invalidParameter } from './onQueue.ts';

export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

/** Throws an AwsError if SQS would not take the attributes. `operation` names them in a refusal. */
export function checkMessageAttributes(operation: string, attributes: MessageAttributes) {
  const names = Object.keys(attributes);
  if (names.length > attributesMax) {
    const message = `Number of message attributes [${names.length}] exceeds the allowed maximum`;
    throw invalidParameter(`${message} [${attributesMax}].`);
  }
  for (const name of names) checkAttribute(operation, name, attributes[name]!);
}

const attributesMax = 10;
const nameLengthMax = 256;

function checkAttribute(operation: string, name: string, value: MessageAttributeValue) {
  if (value.StringListValues?.length || value.BinaryListValues?.length) {
    throw notImplemented(`${operation}: MessageAttributes.StringListValues and BinaryListValues`);
  }
  const nameIsValid = /^(?!(?:aws|amazon)\.|\.)[\w.-]+(?<!\.)$/i.test(name) && !name.includes('..');
  if (!nameIsValid || name.length > nameLengthMax) {
    throw invalidParameter(
      'Message (user) attribute names can contain alphanumeric characters, underscores, ' +
        'hyphens and periods; they do not start or end with a period or with AWS. or Amazon.',
    );
  }
  const type = value.DataType ?? '';
  if (type === '') {
    throw invalidParameter(
      `The message attribute '${name}' must contain non-empty message attribute type.`,
    );
  }
  const prefix = type.split('.')[0]!;
  if (!['String', 'Number', 'Binary'].includes(prefix)) {
    throw invalidParameter(
      `The message attribute '${name}' has an invalid message attribute type, ` +
        'the set of supported type prefixes is Binary, Number, and String.',
    );
  }
  const text = value.StringValue;
  if (prefix === 'Binary' ? !value.BinaryValue?.length : !text) {
    throw invalidParameter(
      `The message attribute '${name}' must contain non-empty message attribute value ` +
        `for message attribute type '${type}'.`,
    );
  }
  if (prefix === 'Number' && !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text!)) {
    throw invalidParameter(`Can't cast the value of message attribute '${name}' to a number.`);
  }
}

/** Throws InvalidMessageContents for characters that XML 1.0 cannot hold. */
export function checkCharacters(text: string) {
  const match = forbidden.exec(text);
  if (!match) return;
  const code = match[0].codePointAt(0)!.toString(16);
  throw new AwsError(
    'InvalidMessageContents',
    `Invalid binary character '#x${code}' was found in the message body, the set of allowed ` +
      'characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
  );
}

const forbidden = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/u;

/** Bytes that names, types and values count in the size of a message. */
export function sizeOfAttributes(attributes: MessageAttributes): number {
  let bytes = 0;
  for (const [name, { DataType = '', StringValue, BinaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes += BinaryValue ? BinaryValue.length : Buffer.byteLength(StringValue ?? '');
  }
  return bytes;
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/**
 * `MD5OfMessageAttributes`: by name, of each attribute its name, type and value, each after its
 * length in four bytes, and before the value one byte for its kind (developer guide, "Calculating
 * the MD5 message digest for message attributes"). Undefined without attributes.
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (part: string | Uint8Array) => {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType = '', StringValue = '', BinaryValue } = attributes[name]!;
    add(name);
    add(DataType);
    hash.update(Buffer.from([BinaryValue ? 2 : 1]));
    add(BinaryValue ?? StringValue);
  }
  return hash.digest('hex');
}

/** The attributes that a receiver asks for: names, `prefix.*`, `All` or `.*`. */
export function selectAttributes(
  attributes: MessageAttributes,
  wanted: readonly string[],
): MessageAttributes {
  const entries = Object.entries(attributes).filter(([name]) =>
    wanted.some(
      (want) =>
        want === 'All' ||
        want === '.*' ||
        want === name ||
        (want.endsWith('.*') && name.startsWith(want.slice(0, -1))),
    ),
  );
  return Object.fromEntries(entries);
}

/** As text for the database, bytes in base 64; null without attributes. */
export function packAttributes(attributes: MessageAttributes): string | null {
  const entries = Object.entries(attributes).map(
    ([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      BinaryValue
        ? { DataType, base64: Buffer.from(BinaryValue).toString('base64') }
        : { DataType, StringValue },
    ],
  );
  return entries.length === 0 ? null : JSON.stringify(Object.fromEntries(entries));
}

export function unpackAttributes(text: string | null): MessageAttributes {
  if (text === null) return {};
  const packed = JSON.parse(text) as Record<string, MessageAttributeValue & { base64?: string }>;
  const entries = Object.entries(packed).map(([name, { base64, ...value }]) => [
    name,
    base64 === undefined ? value : { ...value, BinaryValue: Buffer.from(base64, 'base64') },
  ]);
  return Object.fromEntries(entries);
}
