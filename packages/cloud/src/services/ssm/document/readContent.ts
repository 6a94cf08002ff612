import { AwsError } from '../../../kernel/error.ts';
import { libraries } from '../../../kernel/libraries.ts';

export type Format = 'JSON' | 'YAML';

/**
 * The text of a document as a tree. Throws InvalidDocumentContent, MaxDocumentSizeExceeded.
 * YAML is read as version 1.2: dates stay text, and only `true` and `false` are Booleans.
 */
export function readContent(content: string, format: Format): unknown {
  if (Buffer.byteLength(content) > contentBytesMax) {
    throw new AwsError(
      'MaxDocumentSizeExceeded',
      'The size limit of a document is 64 KB. Reduce the size of the document.',
    );
  }
  const tree = format === 'JSON' ? readJson(content) : readYaml(content);
  requireShallow(tree, 0);
  return tree;
}

const contentBytesMax = 64 * 1024;
const depthMax = 50;
/** How often what an anchor holds may stand in the document in all, nested uses multiplied. */
const aliasesMax = 100;

function readJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    const at = /line (\d+) column (\d+)/.exec((error as Error).message);
    throw invalidContent(`JSON not well-formed. ${place(at?.[1], at?.[2])}`);
  }
}

function readYaml(content: string): unknown {
  try {
    const document = libraries.yaml.parseDocument(content, { logLevel: 'silent' });
    const [error] = document.errors;
    if (error) {
      const { line, col } = error.linePos?.[0] ?? { line: 1, col: 1 };
      throw invalidContent(`YAML not well-formed. ${place(line, col)}`);
    }
    return document.toJS({ maxAliasCount: aliasesMax });
  } catch (error) {
    if (error instanceof AwsError) throw error;
    // Aliases that multiply, and what is nested too deep for the stack.
    if (error instanceof ReferenceError || error instanceof RangeError) {
      throw invalidContent(`YAML not well-formed. ${place(1, 1)}`);
    }
    throw error;
  }
}

const place = (line: unknown = 1, column: unknown = 1) => `at Line: ${line}, Column: ${column}`;

function requireShallow(tree: unknown, depth: number) {
  if (typeof tree !== 'object' || tree === null) return;
  if (depth > depthMax) throw invalidContent(`Document is nested deeper than ${depthMax} levels.`);
  for (const value of Object.values(tree)) requireShallow(value, depth + 1);
}

export function invalidContent(message: string): AwsError {
  return new AwsError('InvalidDocumentContent', message);
}
