/**
 * The place behind the bracket that closes what opens at `from`, or undefined where that is not
 * there yet. `depth` tells how many brackets are open before `from`.
 */
export function objectEnd(bytes: Uint8Array, from: number, depth = 0): number | undefined {
  let open = depth;
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte === quote) {
      at = stringEnd(bytes, at);
    } else if ((byte | caseBit) === openBrace) {
      open += 1;
    } else if ((byte | caseBit) === closeBrace) {
      open -= 1;
      if (open <= 0) return at + 1;
    }
  }
  return undefined;
}

/** The place of the quote that closes the string, or the end. */
function stringEnd(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte === quote) return at;
    if (byte === backslash) at += 1;
  }
  return bytes.length;
}

const quote = 0x22;
const backslash = 0x5c;
/** Braces and brackets differ in this bit alone. */
const caseBit = 0x20;
const openBrace = 0x7b;
const closeBrace = 0x7d;
