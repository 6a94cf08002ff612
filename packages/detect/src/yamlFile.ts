import { isNode, LineCounter, parseAllDocuments } from 'yaml';

/** One document of a YAML file as plain data, and where its parts stand. */
export interface YamlDocument {
  readonly value: unknown;
  /** The line (from 1) of the innermost part of `path` that the file has. */
  readonly lineOf: (path: readonly (string | number)[]) => number | undefined;
}

/** What is wrong in a file, and where: `secrets/read.yml:12: …`. */
export class FileError extends Error {
  readonly file: string;
  readonly line: number | undefined;
  readonly reason: string;

  constructor(file: string, line: number | undefined, reason: string) {
    super(`${line === undefined ? file : `${file}:${line}`}: ${reason}`);
    this.name = 'FileError';
    this.file = file;
    this.line = line;
    this.reason = reason;
  }
}

/**
 * The documents of a YAML file, without the empty ones. Throws a `FileError` for what is no YAML,
 * for files beyond `yamlLimits`, and for aliases that would unfold beyond them.
 */
export function readYaml(text: string, file: string): YamlDocument[] {
  if (text.length > yamlLimits.characters) {
    throw new FileError(file, undefined, `is longer than ${yamlLimits.characters} characters.`);
  }
  const lines = new LineCounter();
  const lineAt = (offset: number) => lines.linePos(offset).line;
  let documents: readonly ParsedDocument[];
  try {
    documents = [...parseAllDocuments(text, { lineCounter: lines, merge: true })];
  } catch {
    throw new FileError(file, undefined, 'is nested too deeply to be read.');
  }
  const bad = documents.flatMap(({ errors }) => errors)[0];
  if (bad) throw new FileError(file, lineAt(bad.pos[0]), firstLine(bad.message));
  return documents
    .filter(({ contents }) => contents !== null)
    .map((document) => ({
      value: plainValue(document, file),
      lineOf: (path) => lineOf(document, path, lineAt),
    }));
}

export const yamlLimits = { characters: 1_000_000, aliases: 1_000 } as const;

type ParsedDocument = Exclude<ReturnType<typeof parseAllDocuments>[number], never>;

function plainValue(document: ParsedDocument, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: yamlLimits.aliases });
  } catch (error) {
    throw new FileError(file, undefined, firstLine((error as Error).message));
  }
}

function lineOf(
  document: ParsedDocument,
  path: readonly (string | number)[],
  lineAt: (offset: number) => number,
): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lineAt(node.range[0]);
  }
  return undefined;
}

const firstLine = (text: string): string => text.split('\n', 1)[0]!.replace(/:$/, '.');
