import { createHash } from 'node:crypto';
import { AwsError, notImplemented } from '../../../kernel/error.ts';
import { isRuntime } from '../../../runtime/index.ts';
import { type Format, readContent } from './readContent.ts';
import { readRunbook } from './readRunbook.ts';

/** Checks the content of a document that is created or updated, and gives its hash. */
export function checkContent(
  content: string,
  format: string | undefined,
): { format: Format; hash: string } {
  if (format === 'TEXT') throw notImplemented('documents of DocumentFormat TEXT');
  const read = (format ?? 'JSON') as Format;
  const { steps } = readRunbook(readContent(content, read));
  for (const { action, inputs } of steps) {
    if (action !== 'aws:executeScript') continue;
    const runtime = String(inputs.Runtime);
    if (!isRuntime(runtime) && !runtime.includes('{{')) {
      throw notImplemented(`the Runtime ${runtime} of aws:executeScript`);
    }
  }
  return { format: read, hash: createHash('sha256').update(content).digest('hex') };
}

export function requireOwnName(name: string) {
  if (!/^(aws|amazon|amzn)/i.test(name)) return;
  throw new AwsError(
    'ValidationException',
    `Document name ${name} is not valid: names that begin with aws, amazon or amzn are reserved.`,
    { statusCode: 400 },
  );
}

/** Source: "AWS Systems Manager endpoints and quotas". */
export const documentsMax = 500;
export const versionsMax = 1_000;
