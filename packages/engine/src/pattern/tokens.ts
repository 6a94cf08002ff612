import {
  describe,
  type JsonCursor,
  locate,
  nextCharacter,
  placeOf,
  readString,
  refuseAt,
  refuseCharacter,
  refuseEnd,
} from './jsonCursor.ts';

/** A token of JSON text. `text` is the decoded key, or the source of a number or word. */
export interface Token {
  readonly kind: '{' | '}' | '[' | ']' | 'key' | 'string' | 'number' | 'true' | 'false' | 'null';
  readonly text: string;
}

/** The tokens of a pattern, one by one, with the errors and places of AWS's parser. */
export interface Tokens {
  next(): Token | undefined;
  /** Reads the current string to its end: the place of an error then lies behind it. */
  text(): string;
  /** Refuses the pattern at the present place. */
  refuse(reason: string): never;
  /** Where the parser stands, as it stands at the end of AWS's messages. */
  place(): string;
}

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const CLOSERS = { Object: '}', Array: ']' } as const;

/**
 * Reads JSON as Jackson's streaming parser does, on which AWS's checks of a pattern are built: a
 * key is read together with the start of its value, and a string only to its opening quote until
 * its text is asked for. The columns of AWS's messages follow from that. Text after the first
 * value is never looked at.
 */
export function readTokens(source: string): Tokens {
  const cursor: JsonCursor = { source, at: 0, open: [] };
  let current: Token | undefined;
  let valueOfKey: Token | undefined;
  let isUnread = false;

  const text = () => {
    if (!isUnread) return current?.text ?? '';
    isUnread = false;
    current = { kind: 'string', text: readString(cursor, 'string value') };
    return current.text;
  };
  const next = () => {
    if (valueOfKey) {
      current = valueOfKey;
      valueOfKey = undefined;
    } else {
      if (isUnread) text();
      current = readToken(cursor);
      if (current?.kind === 'key') valueOfKey = readMember(cursor);
    }
    isUnread = current?.kind === 'string';
    return current;
  };
  const refuse = (reason: string) => refuseAt(cursor, reason);
  return { next, text, refuse, place: () => placeOf(cursor) };
}

function readToken(cursor: JsonCursor): Token | undefined {
  const container = cursor.open.at(-1);
  let first = nextCharacter(cursor);
  if (first === undefined) {
    if (!container) return undefined;
    const start = locate(cursor.source, container.start);
    const marker = `close marker for ${container.kind} (start marker at ${start})`;
    return refuseEnd(cursor, `: expected ${marker}`);
  }
  if (first === '}' || first === ']') return closeContainer(cursor, first);
  if (!container) return readValue(cursor, first);
  if (container.entries++ > 0) {
    if (first !== ',') {
      refuseCharacter(cursor, first, `was expecting comma to separate ${container.kind} entries`);
    }
    first = nextCharacter(cursor) ?? refuseBetween(cursor, container.kind);
  }
  if (container.kind === 'Array') return readValue(cursor, first);
  if (first !== '"') {
    refuseCharacter(cursor, first, 'was expecting double-quote to start field name');
  }
  return { kind: 'key', text: readString(cursor, 'name') };
}

/** Reads what follows a key. */
function readMember(cursor: JsonCursor): Token {
  const colon = nextCharacter(cursor) ?? refuseBetween(cursor, 'Object');
  if (colon !== ':') {
    refuseCharacter(cursor, colon, 'was expecting a colon to separate field name and value');
  }
  return readValue(cursor, nextCharacter(cursor) ?? refuseBetween(cursor, 'Object'));
}

function refuseBetween(cursor: JsonCursor, kind: 'Object' | 'Array'): never {
  return refuseEnd(cursor, ` within/between ${kind} entries`);
}

function closeContainer(cursor: JsonCursor, closer: '}' | ']'): Token {
  const container = cursor.open.pop();
  if (!container || CLOSERS[container.kind] !== closer) {
    const expected = closer === '}' ? ']' : '}';
    const start = container
      ? locate(cursor.source, container.start)
      : locate(cursor.source, 0).replace(/\d+\]$/, '0]');
    refuseAt(
      cursor,
      `Unexpected close marker '${closer}': expected '${expected}' ` +
        `(for ${container?.kind ?? 'root'} starting at ${start})`,
    );
  }
  return { kind: closer, text: closer };
}

function readValue(cursor: JsonCursor, first: string): Token {
  if (first === '"') return { kind: 'string', text: '' };
  if (first === '{' || first === '[') {
    const kind = first === '{' ? 'Object' : 'Array';
    cursor.open.push({ kind, start: cursor.at - 1, entries: 0 });
    return { kind: first, text: first };
  }
  if (first === '}') refuseCharacter(cursor, first, 'expected a value');
  if (first === '-' || (first >= '0' && first <= '9')) return readNumber(cursor);
  return readWord(cursor, first);
}

function readNumber(cursor: JsonCursor): Token {
  const start = cursor.at - 1;
  const shape = /-?(\d*)(\.(\d*))?([eE][+-]?(\d*))?/y;
  shape.lastIndex = start;
  const [text = '', whole = '', fraction, decimals, exponent, power] =
    shape.exec(cursor.source) ?? [];
  if (whole === '') {
    cursor.at = start + 1;
    const expected = 'expected digit (0-9) to follow minus sign, for valid numeric value';
    refuseInNumber(cursor, expected);
  }
  cursor.at = start + text.length;
  if (/^0\d/.test(whole)) refuseAt(cursor, 'Invalid numeric value: Leading zeroes not allowed');
  if (fraction !== undefined && decimals === '') {
    refuseInNumber(cursor, 'Decimal point not followed by a digit');
  }
  if (exponent !== undefined && power === '') {
    refuseInNumber(cursor, 'Exponent indicator not followed by a digit');
  }
  return { kind: 'number', text };
}

function refuseInNumber(cursor: JsonCursor, why: string): never {
  const character = cursor.source.charAt(cursor.at);
  if (character === '') refuseEnd(cursor, ' in a Number value');
  cursor.at++;
  return refuseAt(cursor, `Unexpected character (${describe(character)}) in numeric value: ${why}`);
}

function readWord(cursor: JsonCursor, first: string): Token {
  const shape = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
  shape.lastIndex = cursor.at - 1;
  const [word] = shape.exec(cursor.source) ?? [];
  if (word === undefined) {
    return refuseCharacter(cursor, first, `expected a valid value ${VALUES}`);
  }
  cursor.at += word.length - 1;
  if (word === 'true' || word === 'false' || word === 'null') return { kind: word, text: word };
  return refuseAt(cursor, `Unrecognized token '${word}': was expecting ${VALUES}`);
}
