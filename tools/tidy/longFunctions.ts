import type { SourceFile } from './sourceFile.ts';

/** A line that opens a function's body: `function …{`, `… => {`, a method, or a split signature. */
const opensFunction = /\bfunction\b.*\{$|=> \{$|^\s*(?:[\w#]+ )*[\w#]+\(.*\).*\{$|^\s*\): .*\{$/;
const opensControl = /^\s*(?:\} )?(?:if|for|while|switch|catch|else|do|return|with)\b/;

/**
 * The lines where functions of more than `max` lines begin. The formatter puts a body's closing
 * brace at the indentation of the line that opened it, so the end is the next such brace.
 */
export function* longFunctions(file: SourceFile, max: number): Iterable<number> {
  for (const [start, line] of file.code.entries()) {
    if (!opensFunction.test(line) || opensControl.test(line)) continue;
    const indentation = /^ */.exec(line)?.[0] ?? '';
    const end = file.code.findIndex((text, at) => at > start && text.startsWith(`${indentation}}`));
    if (end - start + 1 > max) yield start + 1;
  }
}
