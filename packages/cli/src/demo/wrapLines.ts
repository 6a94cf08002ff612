import { printable } from '../terminal.ts';

/** Breaks a line into lines of at most `width` characters, at spaces where it can. */
export function wrapLines(line: string, width: number): string[] {
  const lines: string[] = [];
  let rest = printable(line);
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const at = space > width / 2 ? space : width;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}
