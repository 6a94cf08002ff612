/**
 * Compiles a text in which `*` stands for any characters to a test of whole values.
 *
 * AWS looks for the pieces between the stars once, from the left, and does not come back for a
 * later occurrence: `*.111` does not match `1.111.111`, because the first `.111` is not the end.
 * (Seen with TestMetricFilter; the documentation is silent.) There is no way to write a star that
 * is only a star.
 */
export function compileWildcard(pattern: string): (value: string) => boolean {
  const pieces = pattern.split('*');
  const first = pieces[0]!;
  if (pieces.length === 1) {
    return (value) => value === first;
  }
  const last = pieces.at(-1)!;
  const middle = pieces.slice(1, last === '' ? undefined : -1).filter((piece) => piece !== '');
  return (value) => {
    if (!value.startsWith(first)) {
      return false;
    }
    let position = first.length;
    for (const piece of middle) {
      const found = value.indexOf(piece, position);
      if (found < 0) {
        return false;
      }
      position = found + piece.length;
    }
    return last === '' || isFirstAndLast(value, last, position);
  };
}

function isFirstAndLast(value: string, piece: string, from: number): boolean {
  const found = value.indexOf(piece, from);
  return found >= 0 && found + piece.length === value.length;
}
