import { isIP } from 'node:net';
import { type Option, UsageError } from './command.ts';

/** `--json`: true or false. */
export function flag(help: string): Option<boolean> {
  return { kind: 'flag', placeholder: '', help, read: (given) => given.length > 0 };
}

interface ValueShape<Value> {
  readonly placeholder: string;
  readonly help: string;
  /** Reads the text, or gives undefined when it is none of the kind. */
  readonly read: (text: string) => Value | undefined;
  /** How a right value looks, for the message: "a port (0 to 65535)". */
  readonly wants: string;
}

/** `--port PORT`: the value, or undefined where the option is not given. */
export function value<Value>(shape: ValueShape<Value>): Option<Value | undefined> {
  const { placeholder, help } = shape;
  return {
    kind: 'value',
    placeholder,
    help,
    read: (given) => (given.length === 0 ? undefined : readOne(given.at(-1)!, shape)),
  };
}

/** `--allow-host NAME`, as often as needed: all values. */
export function list<Value>(shape: ValueShape<Value>): Option<readonly Value[]> {
  const { placeholder, help } = shape;
  return {
    kind: 'list',
    placeholder,
    help,
    read: (given) => given.map((text) => readOne(text, shape)),
  };
}

/** `--pace instant|aws`: one of the words, the first where the option is not given. */
export function choice<const Word extends string>(
  words: readonly [Word, ...Word[]],
  help: string,
): Option<Word> {
  const placeholder = words.join('|');
  const wants = `one of ${words.join(', ')}`;
  const read = (text: string) => words.find((word) => word === text);
  return {
    kind: 'value',
    placeholder,
    help: `${help} (${words[0]})`,
    read: (given) =>
      given.length === 0 ? words[0] : readOne(given.at(-1)!, { placeholder, help, read, wants }),
  };
}

function readOne<Value>(text: string, { read, wants }: ValueShape<Value>): Value {
  const found = read(text);
  if (found === undefined) throw new UsageError(`'${text}' is not ${wants}.`);
  return found;
}

const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : undefined);

export function portOption(help: string) {
  return value({
    placeholder: 'PORT',
    help,
    read: (text) => (/^\d{1,5}$/.test(text) && Number(text) < 65_536 ? Number(text) : undefined),
    wants: 'a port (0 to 65535)',
  });
}

export function folderOption(help: string) {
  return value({ placeholder: 'DIR', help, read: matching(/./), wants: 'a folder' });
}

export function accountOption(help: string) {
  return value({
    placeholder: 'ID',
    help,
    read: matching(/^\d{12}$/),
    wants: 'an account id (12 digits)',
  });
}

export function regionOption(help: string) {
  return value({
    placeholder: 'REGION',
    help,
    read: matching(/^[a-z]{2,3}(-[a-z]+){1,3}-\d$/),
    wants: 'a Region (like eu-north-1)',
  });
}

export function addressOption(help: string) {
  return value({
    placeholder: 'ADDRESS',
    help,
    read: (text) => (isIP(text) ? text : undefined),
    wants: 'an IP address of this machine',
  });
}

export function mailAddressOption(help: string) {
  return value({
    placeholder: 'ADDRESS',
    help,
    read: matching(/^[^\s@<>]+@[^\s@<>]+$/),
    wants: 'an e-mail address',
  });
}

export function smtpOption(help: string) {
  return value({
    placeholder: 'URL',
    help,
    read: (text) => (/^smtps?:$/.test(URL.parse(text)?.protocol ?? '') ? text : undefined),
    wants: "a mail relay's URL (smtp://host:port or smtps://user:password@host)",
  });
}

export interface AdminKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A secret shorter than this could be guessed. AWS's own have 40 characters. */
const shortestSecret = 16;

export function readAdminKey(text: string): AdminKey | undefined {
  const [, accessKeyId, secretAccessKey] = /^(\w{16,128}):(\S+)$/.exec(text) ?? [];
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return secretAccessKey.length < shortestSecret ? undefined : { accessKeyId, secretAccessKey };
}

export const adminKeyForm = `ID:SECRET, with ${shortestSecret} or more characters on both sides`;

/** Its text is a secret: a wrong one is not repeated in the message. */
export function adminKeyOption(help: string): Option<AdminKey | undefined> {
  return {
    kind: 'value',
    placeholder: 'ID:SECRET',
    help,
    read(given) {
      const key = given.length === 0 ? undefined : readAdminKey(given.at(-1)!);
      if (given.length > 0 && !key) throw new UsageError(`The key is not ${adminKeyForm}.`);
      return key;
    },
  };
}
