import { InvalidEventPattern } from './eventPattern.ts';

/** A token of JSON text. `text` is the decoded string, or the source of a number or word. */
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

interface Container {
  readonly kind: 'Object' | 'Array';
  readonly start: number;
  entries: number;
}

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const CLOSERS = { Object: '}', Array: ']' } as const;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
/** Jackson quotes at most so many characters of its source. */
const QUOTED_CHARACTERS = 500;

/**
 * Reads JSON as Jackson's streaming parser does, on which AWS's checks of a pattern are built: a
 * key is read together with the start of its value, and a string only to its opening quote until
 * its text is asked for. The columns of AWS's messages follow from that. Text after the first
 * value is never looked at.
 */
export function readTokens(source: string): Tokens {
  const open: Container[] = [];
  let at = 0;
  let current: Token | undefined;
  let afterKey: Token | undefined;
  let unread: number | undefined;

  const locate = (index: number) => {
    const before = source.slice(0, Math.min(index, source.length)).split(/\r\n|\r|\n/);
    const line = before.length;
    return `${quoteSource(source)}; line: ${line}, column: ${(before.at(-1) ?? '').length + 1}]`;
  };
  const place = () => `\n at ${locate(at)}`;
  const refuse = (reason: string): never => {
    throw new InvalidEventPattern(reason, place());
  };
  const unexpected = (character: string, expected: string): never =>
    refuse(`Unexpected character (${describe(character)}): ${expected}`);
  const ended = (where: string): never => refuse(`Unexpected end-of-input${where}`);

  function skipSpace(): string | undefined {
    for (; at < source.length; at++) {
      const character = source.charAt(at);
      if (character === ' ' || character === '\n' || character === '\r' || character === '\t') {
        continue;
      }
      at++;
      if (character >= ' ') return character;
      refuse(
        `Illegal character (${describe(character)}): only regular white space ` +
          '(\\r, \\n, \\t) is allowed between tokens',
      );
    }
    return undefined;
  }

  function readString(where: 'name' | 'string value'): string {
    let text = '';
    for (;;) {
      const character = source.charAt(at++);
      if (character === '') {
        at = source.length;
        const missing = ': was expecting closing quote for a string value';
        ended(where === 'name' ? ' in field name' : missing);
      }
      if (character === '"') return text;
      if (character < ' ') {
        refuse(
          `Illegal unquoted character (${describe(character)}): ` +
            `has to be escaped using backslash to be included in ${where}`,
        );
      }
      text += character === '\\' ? readEscape() : character;
    }
  }

  function readEscape(): string {
    const character = source.charAt(at++);
    if (character === '') ended(' in character escape sequence');
    if (character !== 'u') {
      return ESCAPES[character] ?? refuse(`Unrecognized character escape ${describe(character)}`);
    }
    const start = at;
    while (at < start + 4) {
      const digit = source.charAt(at++);
      if (digit === '') ended(' in character escape sequence');
      if (!/[0-9a-fA-F]/.test(digit)) {
        unexpected(digit, 'expected a hex-digit for character escape sequence');
      }
    }
    return String.fromCharCode(Number.parseInt(source.slice(start, at), 16));
  }

  function readValue(first: string): Token {
    if (first === '"') {
      unread = at;
      return { kind: 'string', text: '' };
    }
    if (first === '{' || first === '[') {
      open.push({ kind: first === '{' ? 'Object' : 'Array', start: at - 1, entries: 0 });
      return { kind: first, text: first };
    }
    if (first === '}') unexpected(first, 'expected a value');
    if (first === '-' || (first >= '0' && first <= '9')) return readNumber();
    return readWord(first);
  }

  function readNumber(): Token {
    const start = at - 1;
    const shape = /-?(\d*)(\.(\d*))?([eE][+-]?(\d*))?/y;
    shape.lastIndex = start;
    const [text = '', whole = '', fraction, decimals, exponent, power] = shape.exec(source) ?? [];
    if (whole === '') {
      const next = source.charAt(start + 1);
      at = start + 2;
      refuse(
        `Unexpected character (${describe(next)}) in numeric value: ` +
          'expected digit (0-9) to follow minus sign, for valid numeric value',
      );
    }
    at = start + text.length;
    if (/^0\d/.test(whole)) refuse('Invalid numeric value: Leading zeroes not allowed');
    const missing = fraction !== undefined && decimals === '';
    if (missing || (exponent !== undefined && power === '')) {
      const next = source.charAt(at++);
      const part = missing ? 'Decimal point' : 'Exponent indicator';
      const why = `${part} not followed by a digit`;
      refuse(`Unexpected character (${describe(next)}) in numeric value: ${why}`);
    }
    return { kind: 'number', text };
  }

  function readWord(first: string): Token {
    const shape = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
    shape.lastIndex = at - 1;
    const [word] = shape.exec(source) ?? [];
    if (word === undefined) return unexpected(first, `expected a valid value ${VALUES}`);
    at += word.length - 1;
    if (word === 'true' || word === 'false' || word === 'null') return { kind: word, text: word };
    return refuse(`Unrecognized token '${word}': was expecting ${VALUES}`);
  }

  function close(closer: '}' | ']'): Token {
    const container = open.at(-1);
    if (!container || CLOSERS[container.kind] !== closer) {
      const expected = closer === '}' ? ']' : '}';
      const start = container ? locate(container.start) : locate(0).replace(/\d+\]$/, '0]');
      refuse(
        `Unexpected close marker '${closer}': expected '${expected}' ` +
          `(for ${container?.kind ?? 'root'} starting at ${start})`,
      );
    }
    open.pop();
    return { kind: closer, text: closer };
  }

  function readKey(first: string): Token {
    if (first !== '"') unexpected(first, 'was expecting double-quote to start field name');
    const key = { kind: 'key', text: readString('name') } as const;
    const colon = skipSpace() ?? ended(' within/between Object entries');
    if (colon !== ':') {
      unexpected(colon, 'was expecting a colon to separate field name and value');
    }
    afterKey = readValue(skipSpace() ?? ended(' within/between Object entries'));
    return key;
  }

  function read(): Token | undefined {
    if (afterKey) {
      const value = afterKey;
      afterKey = undefined;
      return value;
    }
    if (unread !== undefined) text();
    const container = open.at(-1);
    let first = skipSpace();
    if (first === undefined) {
      if (!container) return undefined;
      const start = locate(container.start);
      return ended(`: expected close marker for ${container.kind} (start marker at ${start})`);
    }
    if (first === '}' || first === ']') return close(first);
    if (!container) return readValue(first);
    if (container.entries++ > 0) {
      if (first !== ',') {
        unexpected(first, `was expecting comma to separate ${container.kind} entries`);
      }
      first = skipSpace() ?? ended(` within/between ${container.kind} entries`);
    }
    return container.kind === 'Object' ? readKey(first) : readValue(first);
  }

  function text(): string {
    if (unread !== undefined) {
      unread = undefined;
      current = { kind: 'string', text: readString('string value') };
    }
    return current?.text ?? '';
  }

  const next = () => {
    current = read();
    return current;
  };
  return { next, text, refuse, place };
}

function quoteSource(source: string): string {
  const rest = source.length - QUOTED_CHARACTERS;
  const truncated = rest > 0 ? `[truncated ${rest} chars]` : '';
  return `[Source: (String)"${source.slice(0, QUOTED_CHARACTERS)}"${truncated}`;
}

function describe(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 32 || (code >= 127 && code < 160)) return `(CTRL-CHAR, code ${code})`;
  const hex = code > 255 ? ` / 0x${code.toString(16)}` : '';
  return `'${character}' (code ${code}${hex})`;
}
