/**
 * Writes `docs/operations.md`: what of AWS the cloud answers, operation by operation.
 *
 * It asks what a request asks, the gateway's registry: which operations a service has, which
 * members of an input each one does, and how CloudTrail sees the call. What AWS has besides comes
 * from the model inside the SDK's client. So the page cannot promise more than the code does.
 *
 *     node tools/operationsDocs.ts            # writes the page
 *     node tools/operationsDocs.ts --check    # fails when the page is stale
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LoadedService } from '../packages/cloud/src/gateway/registry.ts';
import type { Service } from '../packages/cloud/src/kernel/service.ts';
import { services } from '../packages/cloud/src/services/index.ts';

const root = join(import.meta.dirname, '..');
const pageFile = join(root, 'docs/operations.md');

/** What the page tells of one service. */
export interface ServiceFacts {
  /** The prefix of its IAM actions. */
  readonly name: string;
  readonly done: readonly OperationFacts[];
  /** AWS's operations that are refused, by name. */
  readonly missing: readonly string[];
}

export interface OperationFacts {
  readonly name: string;
  readonly category: 'Management' | 'Data' | 'none';
  readonly readOnly: boolean;
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
}

/**
 * Reads a service's facts off its code and its SDK client's model. Throws where the service lists
 * an operation, or an operation a parameter, that AWS does not have.
 */
export function serviceFacts(service: Service): ServiceFacts {
  const loaded = new LoadedService(service);
  const names = Object.keys(service.operations).sort();
  return {
    name: service.name,
    done: names.map((name) => operationFacts(loaded, name)),
    missing: [...loaded.model.operations.keys()].filter((name) => !names.includes(name)).sort(),
  };
}

function operationFacts(service: LoadedService, name: string): OperationFacts {
  const operation = service.operation(name);
  if (!operation) throw new Error(`AWS has no operation ${service.spec.name}:${name}.`);
  const { category, readOnly, accepted, model } = operation;
  const members = model.input.members.map((member) => member.name);
  const unknown = [...accepted].filter((member) => !members.includes(member));
  if (unknown.length > 0) throw new Error(`AWS's ${name} has no parameter ${unknown.join(', ')}.`);
  return {
    name,
    category,
    readOnly,
    accepted: members.filter((member) => accepted.has(member)),
    refused: members.filter((member) => !accepted.has(member)),
  };
}

/** The whole page as Markdown. */
export function operationsPage(all: readonly ServiceFacts[]): string {
  return `${[introduction, overview(all), ...all.map(section)].join('\n\n')}\n`;
}

const introduction = `<!-- Written by tools/operationsDocs.ts from the code: do not edit. -->

# Operations

What the cloud answers, as its code says it.

- **Accepted** parameters are done. A few of them are done for some of their values only; any other
  value is refused by name.
- **Refused** parameters, and AWS's operations that are not in a table, get status 501, the code
  \`NotImplemented\` and a message that names them. Nothing is accepted and then ignored.
- **CloudTrail** tells the category of the call's record and whether the record says \`readOnly\`.
  \`–\`: AWS does not record the call, and neither does the cloud.`;

function overview(all: readonly ServiceFacts[]): string {
  const rows = all.map(
    ({ name, done, missing }) =>
      `| [${name}](#${name}) | ${done.length} | ${done.length + missing.length} |`,
  );
  const doneOfAll = sum(all.map(({ done }) => done.length));
  const total = doneOfAll + sum(all.map(({ missing }) => missing.length));
  return [
    '| Service | Operations done | Operations of AWS |',
    '|---|--:|--:|',
    ...rows,
    `| **all** | **${doneOfAll}** | **${total}** |`,
  ].join('\n');
}

function section({ name, done, missing }: ServiceFacts): string {
  const table = [
    '| Operation | CloudTrail | Accepted | Refused |',
    '|---|---|---|---|',
    ...done.map(row),
  ].join('\n');
  const refused =
    missing.length === 0
      ? 'AWS has no other.'
      : `Refused, ${missing.length}: ${missing.map(code).join(', ')}.`;
  return `## ${name}\n\n${table}\n\n${refused}`;
}

function row({ name, category, readOnly, accepted, refused }: OperationFacts): string {
  const record = category === 'none' ? '–' : `${category}, ${readOnly ? 'read-only' : 'write'}`;
  return `| ${code(name)} | ${record} | ${names(accepted)} | ${names(refused)} |`;
}

const names = (members: readonly string[]): string => members.map(code).join(', ') || '–';

const code = (name: string): string => `\`${name}\``;

const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);

function main(words: readonly string[]): number {
  const unknown = words.find((word) => word !== '--check');
  if (unknown !== undefined) {
    console.error('usage: node tools/operationsDocs.ts [--check]');
    return 2;
  }
  const page = operationsPage(services.map(serviceFacts));
  const name = relative(root, pageFile);
  if (words.length === 0) {
    writeFileSync(pageFile, page);
    console.log(`${name} is written.`);
    return 0;
  }
  if (page !== written()) {
    console.error(`${name} is stale. Write it again: node tools/operationsDocs.ts`);
    return 1;
  }
  console.log(`${name} says what the code does.`);
  return 0;
}

/** The page as it is, or nothing where there is none yet. */
function written(): string {
  try {
    return readFileSync(pageFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2));
