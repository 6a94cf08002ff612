import { InvalidEventPattern } from './eventPattern.ts';

/** A place in JSON text, and the objects and arrays that are open there. */
export interface JsonCursor {
  readonly source: string;
  at: number;
  readonly open: Container[];
}

interface Container {
  readonly kind: 'Object' | 'Array';
  readonly start: number;
  entries: number;
}

/** Jackson quotes at most so many characters of its source. */
const QUOTED_CHARACTERS = 500;
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

/** Refuses the pattern at the present place. */
export function refuseAt(cursor: JsonCursor, reason: string): never {
  throw new InvalidEventPattern(reason, placeOf(cursor));
}

export function refuseCharacter(cursor: JsonCursor, character: string, expected: string): never {
  return refuseAt(cursor, `Unexpected character (${describe(character)}): ${expected}`);
}

export function refuseEnd(cursor: JsonCursor, where: string): never {
  return refuseAt(cursor, `Unexpected end-of-input${where}`);
}

/** The present place as it stands at the end of AWS's messages. */
export function placeOf({ source, at }: JsonCursor): string {
  return `\n at ${locate(source, at)}`;
}

export function locate(source: string, index: number): string {
  const lines = source.slice(0, index).split(/\r\n|\r|\n/);
  const column = (lines.at(-1) ?? '').length + 1;
  const rest = source.length - QUOTED_CHARACTERS;
  const truncated = rest > 0 ? `[truncated ${rest} chars]` : '';
  const quoted = `"${source.slice(0, QUOTED_CHARACTERS)}"${truncated}`;
  return `[Source: (String)${quoted}; line: ${lines.length}, column: ${column}]`;
}

/** Goes to the next character that is no space, and behind it; nothing at the end. */
export function nextCharacter(cursor: JsonCursor): string | undefined {
  for (; cursor.at < cursor.source.length; cursor.at++) {
    const character = cursor.source.charAt(cursor.at);
    if (' \n\r\t'.includes(character)) continue;
    cursor.at++;
    if (character >= ' ') return character;
    refuseAt(
      cursor,
      `Illegal character (${describe(character)}): only regular white space ` +
        '(\\r, \\n, \\t) is allowed between tokens',
    );
  }
  return undefined;
}

/** Reads a string behind its opening quote. */
export function readString(cursor: JsonCursor, where: 'name' | 'string value'): string {
  let text = '';
  for (;;) {
    const character = cursor.source.charAt(cursor.at);
    if (character === '') {
      const missing = ': was expecting closing quote for a string value';
      refuseEnd(cursor, where === 'name' ? ' in field name' : missing);
    }
    cursor.at++;
    if (character === '"') return text;
    if (character < ' ') {
      refuseAt(
        cursor,
        `Illegal unquoted character (${describe(character)}): ` +
          `has to be escaped using backslash to be included in ${where}`,
      );
    }
    text += character === '\\' ? readEscape(cursor) : character;
  }
}

function readEscape(cursor: JsonCursor): string {
  const character = nextOfEscape(cursor);
  if (character !== 'u') {
    const unknown = `Unrecognized character escape ${describe(character)}`;
    return ESCAPES[character] ?? refuseAt(cursor, unknown);
  }
  let digits = '';
  while (digits.length < 4) {
    const digit = nextOfEscape(cursor);
    if (!/[0-9a-fA-F]/.test(digit)) {
      refuseCharacter(cursor, digit, 'expected a hex-digit for character escape sequence');
    }
    digits += digit;
  }
  return String.fromCharCode(Number.parseInt(digits, 16));
}

function nextOfEscape(cursor: JsonCursor): string {
  const character = cursor.source.charAt(cursor.at);
  if (character === '') refuseEnd(cursor, ' in character escape sequence');
  cursor.at++;
  return character;
}

/** A character as Jackson's messages write it. */
export function describe(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 32 || (code >= 127 && code < 160)) return `(CTRL-CHAR, code ${code})`;
  const hex = code > 255 ? ` / 0x${code.toString(16)}` : '';
  return `'${character}' (code ${code}${hex})`;
}
