/** A file as the rules see it. Paths are relative to the repository, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly lines: readonly string[];
  /** The same lines with comments and the insides of strings blanked. */
  readonly code: readonly string[];
  /** The same lines with comments blanked and strings left. */
  readonly uncommented: readonly string[];
  readonly isCode: boolean;
  readonly isTest: boolean;
  readonly isTable: boolean;
}

export function sourceFile(path: string, text: string): SourceFile {
  const isCode = path.endsWith('.ts');
  const lines = text.replace(/\n$/, '').split('\n');
  return {
    path,
    lines,
    code: isCode ? blank(text, true).split('\n') : lines,
    uncommented: isCode ? blank(text, false).split('\n') : lines,
    isCode,
    isTest: /\.(test|testkit)\.ts$/.test(path) || path.startsWith('tests/'),
    isTable: isCode && lines.find((line) => /^\/[/*]/.test(line))?.startsWith('// Table.') === true,
  };
}

/**
 * Comments and strings in the order they are met, so that a quote in a comment opens no string
 * and `//` in a string opens no comment. A template counts as one string up to its next backtick;
 * code inside `${…}` is blanked with it, which hides at worst a rule's breach, never invents one.
 */
const commentOrString =
  /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;

/** Blanks keep their length and their line breaks: line numbers and indentation stay true. */
function blank(text: string, stringsToo: boolean): string {
  return text.replace(commentOrString, (found) =>
    found.startsWith('/') || stringsToo ? found.replace(/[^\n]/g, ' ') : found,
  );
}
