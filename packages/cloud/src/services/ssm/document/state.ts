import type { Context } from '../../../kernel/context.ts';
import { AwsError } from '../../../kernel/error.ts';
import { defineTable } from '../../../kernel/table.ts';
import type { Tag } from '../tags.ts';
import { type Format, readContent } from './readContent.ts';
import { readRunbook } from './readRunbook.ts';
import type { Runbook } from './runbook.ts';

/** An Automation document. Times are in milliseconds. */
export interface Document {
  readonly name: string;
  readonly createdMs: number;
  readonly defaultVersion: string;
  readonly targetType?: string;
  readonly tags: readonly Tag[];
  /** Oldest first. */
  readonly versions: readonly DocumentVersion[];
  /** The number of the next version: numbers are not given twice. */
  readonly nextVersion: number;
}

export interface DocumentVersion {
  readonly version: string;
  readonly versionName?: string;
  readonly displayName?: string;
  readonly createdMs: number;
  readonly format: Format;
  readonly content: string;
  /** SHA-256 of the content, hexadecimal. */
  readonly hash: string;
}

export const documents = defineTable<Document>('ssm.documents', ({ name }) => name);

/** Finds a document by name or ARN. Throws InvalidDocument. */
export function documentOf(name: string | undefined, context: Context): Document {
  const found = context.table(documents).get(nameOf(name));
  if (found) return found;
  throw new AwsError('InvalidDocument', `Document with name ${nameOf(name)} does not exist.`);
}

/** Throws InvalidDocumentVersion. `$DEFAULT`, `$LATEST`, a number, or a version's own name. */
export function versionOf(
  document: Document,
  version?: string,
  versionName?: string,
): DocumentVersion {
  const found =
    versionName === undefined
      ? findVersion(document, version)
      : document.versions.find((one) => one.versionName === versionName);
  if (found) return found;
  throw new AwsError(
    'InvalidDocumentVersion',
    `Document version ${versionName ?? version} is not valid for document ${document.name}.`,
  );
}

export function findVersion(
  { versions, defaultVersion }: Document,
  version = '$DEFAULT',
): DocumentVersion | undefined {
  if (version === '$LATEST') return versions.at(-1);
  const wanted = version === '$DEFAULT' ? defaultVersion : version;
  return versions.find((one) => one.version === wanted);
}

/** `Name` of `arn:aws:ssm:…:document/Name`. */
export const nameOf = (name = '') => name.replace(/^arn:aws:ssm:[^:]*:\d*:document\//, '');

export function documentArn(name: string | undefined, context: Context): string {
  return context.arn('ssm', `document/${nameOf(name)}`);
}

export function runbookIn({ content, format }: DocumentVersion): Runbook {
  return readRunbook(readContent(content, format));
}
