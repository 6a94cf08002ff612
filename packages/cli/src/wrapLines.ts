/** Breaks a line into lines of at most `width` characters, at spaces where it can. */
export function wrapLines(line: string, width: number): string[] {
  const clean = line.replace(controlCharacters, '�');
  const lines: string[] = [];
  let rest = clean;
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const at = space > width / 2 ? space : width;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}

/** A mail's text comes from whoever published it, and must not steer the terminal. */
const controlCharacters = /[\u0000-\u001f\u007f-\u009f]/g;
