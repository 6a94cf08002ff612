/** The UTF-8 bytes of a text, or with a UTF-16 modifier the bytes of that, in base64. */
export function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/**
 * What base64 looks like wherever these bytes stand within others: three texts, for the three
 * places they may have in a group of three, each without the characters that neighbours decide.
 */
export function base64Offsets(bytes: Uint8Array): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const padded = new Uint8Array(offset + bytes.length);
    padded.set(bytes, offset);
    const start = [0, 2, 3][offset]!;
    const cut = [0, 3, 2][padded.length % 3]!;
    const text = base64(padded);
    return text.slice(start, text.length - cut);
  });
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** `utf16le` and `wide`; `utf16be`; and `utf16`, which is `utf16le` behind a byte order mark. */
export function utf16(text: string, modifier: string): Uint8Array {
  const marked = modifier === 'utf16' ? `\ufeff${text}` : text;
  const bytes = new Uint8Array(marked.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < marked.length; at++) {
    view.setUint16(at * 2, marked.charCodeAt(at), modifier !== 'utf16be');
  }
  return bytes;
}

const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'];
/** A character that begins an option of a Windows command: before a word, behind none. */
const OPTION = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/u;
/** Options of one text that `windash` varies; each multiplies the texts by five. */
export const WINDASH_OPTIONS_MAX = 4;

/** The text with each option's dash in each of its shapes; undefined if it has too many. */
export function windash(text: string): readonly string[] | undefined {
  const pieces = text.split(new RegExp(OPTION, 'gu'));
  if (pieces.length - 1 > WINDASH_OPTIONS_MAX) return undefined;
  return pieces
    .slice(1)
    .reduce<readonly string[]>(
      (texts, piece) => texts.flatMap((head) => DASHES.map((dash) => head + dash + piece)),
      [pieces[0]!],
    );
}
