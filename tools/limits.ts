/**
 * Writes the tables of input limits, one JSON file per service.
 *
 * The schemas inside the SDK's clients say which members are required and which are secret, but
 * not how long, how many, in which range, of which pattern or from which set. AWS publishes that
 * in its API models. botocore carries them as `data/<service>/<version>/service-2.json.gz`
 * (Apache-2.0, https://github.com/boto/botocore), and this tool keeps the limits alone, for the
 * structures an input can reach.
 *
 *     node tools/limits.ts "$(python3 -c 'import botocore; print(botocore.__path__[0])')/data"
 *     npx biome format --write packages/cloud/src/gateway/limits
 *
 * It is run by hand when AWS changes a limit; its output is checked in.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Limit, LimitTable } from '../packages/cloud/src/gateway/limits/index.ts';

const services = [
  'cloudtrail',
  'cloudwatch',
  'events',
  'iam',
  'lambda',
  'logs',
  'organizations',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'sts',
];
const outputFolder = join(import.meta.dirname, '../packages/cloud/src/gateway/limits');

/** The parts of an API model that carry limits. */
export interface ApiModel {
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

interface ModelShape {
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
}

/**
 * The limits of every structure member that an operation's input reaches. Members often share a
 * type, so each distinct limit is written once and members name it by its place in the list.
 */
export function limitTable(model: ApiModel, source: string): LimitTable {
  const limits: Limit[] = [];
  const places = new Map<string, number>();
  const members: Record<string, Record<string, number>> = {};

  for (const name of reachableStructures(model)) {
    const row: Record<string, number> = {};
    for (const [member, { shape }] of Object.entries(model.shapes[name]?.members ?? {})) {
      const limit = limitOf(model, shape);
      if (limit === undefined) continue;
      const text = JSON.stringify(limit);
      const place = places.get(text) ?? limits.push(limit) - 1;
      places.set(text, place);
      row[member] = place;
    }
    if (Object.keys(row).length > 0) members[name] = row;
  }
  return { source, limits, members };
}

function reachableStructures(model: ApiModel): readonly string[] {
  const seen = new Set<string>();
  const pending = Object.values(model.operations).flatMap(({ input }) => input?.shape ?? []);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const shape = model.shapes[name];
    const references = [
      shape?.member,
      shape?.key,
      shape?.value,
      ...Object.values(shape?.members ?? {}),
    ];
    pending.push(...references.flatMap((reference) => reference?.shape ?? []));
  }
  return [...seen].filter((name) => model.shapes[name]?.type === 'structure').sort();
}

/** A structure has no limits of its own, so the recursion ends where a structure begins. */
function limitOf(model: ApiModel, name: string): Limit | undefined {
  const shape = model.shapes[name];
  if (shape === undefined || shape.type === 'structure') return undefined;
  const counted = !['integer', 'long', 'float', 'double'].includes(shape.type);
  const limit: Record<string, unknown> = {};
  if (shape.min !== undefined && !(counted && shape.min === 0)) limit.min = shape.min;
  if (shape.max !== undefined) limit.max = shape.max;
  if (shape.pattern !== undefined && !matchesEverything(shape.pattern))
    limit.pattern = shape.pattern;
  if (shape.enum !== undefined) limit.enum = shape.enum;
  for (const part of ['member', 'key', 'value'] as const) {
    const inner = shape[part] && limitOf(model, shape[part].shape);
    if (inner !== undefined) limit[part] = inner;
  }
  return Object.keys(limit).length > 0 ? limit : undefined;
}

const matchesEverything = (pattern: string): boolean => ['(?s).*', '[\\s\\S]*'].includes(pattern);

function writeTables(modelsFolder: string): void {
  for (const service of services) {
    const version = readdirSync(join(modelsFolder, service)).sort().at(-1) ?? '';
    const path = join(service, version, 'service-2.json.gz');
    const bytes = gunzipSync(readFileSync(join(modelsFolder, path)));
    const model = JSON.parse(bytes.toString('utf8')) as ApiModel;
    const source = `Written by tools/limits.ts from botocore's data/${path} (Apache-2.0).`;
    const table = limitTable(model, source);
    writeFileSync(join(outputFolder, `${service}.json`), `${tableText(table)}\n`);
    console.log(`${service}: ${Object.keys(table.members).length} structures`);
  }
}

/** One limit and one structure per line, so that a change of AWS's is a line in the diff. */
function tableText({ source, limits, members }: LimitTable): string {
  const rows = Object.entries(members).map(([name, row]) => `"${name}": ${JSON.stringify(row)}`);
  return `{
  "source": ${JSON.stringify(source)},
  "limits": [\n${limits.map((limit) => JSON.stringify(limit)).join(',\n')}\n],
  "members": {\n${rows.join(',\n')}\n}
}`;
}

if (import.meta.main) {
  const modelsFolder = process.argv[2];
  if (modelsFolder === undefined) {
    console.error('usage: node tools/limits.ts <botocore data folder>');
    process.exit(2);
  }
  writeTables(modelsFolder);
}
