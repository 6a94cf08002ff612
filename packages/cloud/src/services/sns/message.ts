import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { AwsError } from '../../kernel/error.ts';
import { invalid, type Protocol } from './state.ts';

/** What one publish says, checked. */
export interface Message {
  readonly subject?: string;
  /** The text for subscribers of a protocol. */
  readonly text: (protocol: Protocol) => string;
  readonly attributes: MessageAttributes;
  readonly bytes: number;
}

/** As SNS writes them into its envelopes; a binary value is base64. */
export type MessageAttributes = Readonly<Record<string, { Type: string; Value: string }>>;

export interface PublishedEntry {
  readonly Message?: string | undefined;
  readonly Subject?: string | undefined;
  readonly MessageStructure?: string | undefined;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttributeValue>> | undefined;
}

/** Checks what Publish and the entries of PublishBatch have in common. Throws AWS's error. */
export function readMessage(entry: PublishedEntry): Message {
  const { Message = '', Subject } = entry;
  if (Message === '') throw invalid('Empty message');
  checkSubject(Subject);
  const attributes = readAttributes(entry.MessageAttributes ?? {});
  const bytes = Buffer.byteLength(Message) + attributesBytes(attributes);
  if (bytes > messageBytesLimit) throw invalid('Message too long');
  return {
    ...(Subject === undefined ? undefined : { subject: Subject }),
    text: readStructure(Message, entry.MessageStructure),
    attributes,
    bytes,
  };
}

/** The limit of a message with its attributes, and of a batch together. */
export const messageBytesLimit = 262_144;

/** A subject becomes a line of a mail's header, so it may not hold a line break. */
function checkSubject(subject: string | undefined) {
  if (subject === undefined) return;
  if (subject === '' || [...subject].length > subjectLimit || controlCharacter.test(subject)) {
    throw invalid('Subject');
  }
}

const subjectLimit = 100;
const controlCharacter = /[\p{Cc}\u2028\u2029]/u;

function readStructure(message: string, structure: string | undefined): Message['text'] {
  if (structure === undefined || structure === '') return () => message;
  if (structure !== 'json') throw invalid('MessageStructure');
  let texts: Record<string, unknown>;
  try {
    texts = JSON.parse(message) as Record<string, unknown>;
  } catch {
    throw invalid('Message Structure - JSON message body failed to parse');
  }
  const { default: text } = texts ?? {};
  if (typeof text !== 'string') {
    throw invalid('Message Structure - No default entry in JSON message body');
  }
  return (protocol) => {
    const own = Object.hasOwn(texts, protocol) ? texts[protocol] : undefined;
    return typeof own === 'string' ? own : text;
  };
}

function readAttributes(given: Readonly<Record<string, MessageAttributeValue>>): MessageAttributes {
  const attributes: Record<string, { Type: string; Value: string }> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!attributeName.test(name)) throw invalid('MessageAttributes Reason: Invalid name');
    attributes[name] = readAttribute(name, value);
  }
  return attributes;
}

const attributeName = /^(?!\.)(?!.*\.\.)[A-Za-z0-9_.-]{1,256}(?<!\.)$/;

function readAttribute(name: string, value: MessageAttributeValue) {
  const { DataType: type = '', StringValue: text, BinaryValue: bytes } = value;
  const base = /^(String|Number|Binary)(\..+)?$/.exec(type)?.[1];
  if (!base) {
    throw wrongAttribute(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const found = base === 'Binary' ? bytes && Buffer.from(bytes).toString('base64') : text;
  if (!found) {
    throw wrongAttribute(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
    );
  }
  if (base === 'Number' && (found.trim() === '' || !Number.isFinite(Number(found)))) {
    throw wrongAttribute(`Could not cast message attribute '${name}' value to number.`);
  }
  return { Type: type, Value: found };
}

function wrongAttribute(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}

function attributesBytes(attributes: MessageAttributes): number {
  let bytes = 0;
  for (const [name, { Type, Value }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Type.length + Buffer.byteLength(Value);
  }
  return bytes;
}
