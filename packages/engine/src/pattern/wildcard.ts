/** What is wrong with a wildcard pattern, in AWS's words; positions count from its quote. */
export function findWildcardFault(text: string): string | undefined {
  const bytes = new TextEncoder().encode(`"${text}"`);
  const [star, backslash] = [0x2a, 0x5c];
  for (let index = 0; index < bytes.length; index++) {
    const next = bytes[index + 1];
    if (bytes[index] === star && next === star) {
      return `Consecutive wildcard characters at pos ${index}`;
    }
    if (bytes[index] === backslash) {
      if (next !== star && next !== backslash) return `Invalid escape character at pos ${index}`;
      index++;
    }
  }
  return undefined;
}

/** The literal pieces between the stars of a wildcard pattern. */
export function splitWildcard(text: string): readonly string[] {
  const pieces = [''];
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '*') pieces.push('');
    else pieces[pieces.length - 1] += character === '\\' ? text.charAt(++index) : character;
  }
  return pieces;
}

export function matchesPieces(value: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return value === first;
  const last = pieces[pieces.length - 1] ?? '';
  const end = value.length - last.length;
  if (end < first.length || !value.startsWith(first) || !value.endsWith(last)) return false;
  let from = first.length;
  for (let index = 1; index < pieces.length - 1; index++) {
    const piece = pieces[index] ?? '';
    const at = value.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from <= end;
}
