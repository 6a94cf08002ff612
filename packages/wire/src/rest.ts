import type { HttpRequest } from './message.ts';
import { Malformed, setKey } from './message.ts';
import type { OperationModel, ServiceModel } from './model.ts';
import { labelsOf } from './restRoute.ts';
import type { Member, StructureShape, TimestampFormat } from './shape.ts';
import { readText, writeText } from './text.ts';

type Values = Record<string, unknown>;

/**
 * The members of an input that the path, the query and the headers carry.
 *
 * @throws Malformed when a value does not fit its type or the path is not decodable.
 */
export function readBindings(
  operation: OperationModel,
  service: ServiceModel,
  request: HttpRequest,
): Values {
  const labels = readLabels(service, operation, request);
  const query = new URLSearchParams(request.query);
  const output: Values = {};
  for (const member of operation.input.members) {
    const value = readBinding(member, labels, query, request.headers);
    if (value !== undefined) output[member.name] = value;
  }
  return output;
}

/** The part of a structure that is the document of a REST message, as a shape of its own. */
export function bodyShapeOf(shape: StructureShape): StructureShape {
  const known = bodyShapes.get(shape);
  if (known !== undefined) return known;
  const members = shape.members.filter(({ location }) => location === 'body');
  const body = { ...shape, members };
  bodyShapes.set(shape, body);
  return body;
}

const bodyShapes = new WeakMap<StructureShape, StructureShape>();

/** The headers and the status, if any, that an output or an error carries in its members. */
export function writeBindings(
  shape: StructureShape,
  value: Values,
): { headers: Record<string, string>; status: number | undefined } {
  const headers: Record<string, string> = {};
  let status: number | undefined;
  for (const member of shape.members) {
    const held = value[member.name];
    if (held === undefined || held === null) continue;
    if (member.location === 'header') headers[member.locationName] = writeHeader(member, held);
    else if (member.location === 'prefixHeaders') {
      for (const [key, text] of Object.entries(held as Values)) {
        headers[member.locationName + key.toLowerCase()] = headerText(String(text));
      }
    } else if (member.location === 'statusCode') status = held as number;
  }
  return { headers, status };
}

function readLabels(
  service: ServiceModel,
  operation: OperationModel,
  request: HttpRequest,
): Record<string, string> {
  try {
    return labelsOf(service, operation, request.path);
  } catch {
    throw new Malformed("Couldn't parse the specified URI.", 'InvalidURI');
  }
}

function readBinding(
  member: Member,
  labels: Record<string, string>,
  query: URLSearchParams,
  headers: HttpRequest['headers'],
): unknown {
  const { locationName } = member;
  switch (member.location) {
    case 'label':
      return optional(member, labels[locationName], 'date-time');
    case 'query':
      if (member.shape.kind !== 'list') {
        return optional(member, query.get(locationName) ?? undefined, 'date-time');
      }
      if (!query.has(locationName)) return undefined;
      return readItems(member.shape.item, query.getAll(locationName), 'date-time');
    case 'header':
      return readHeader(member, headers[locationName]);
    case 'prefixHeaders':
      return readPrefixed(locationName, headers);
    default:
      return undefined;
  }
}

function optional(member: Member, text: string | undefined, format: TimestampFormat): unknown {
  return text === undefined ? undefined : readScalar(member, text, format);
}

function readScalar(member: Member, text: string, format: TimestampFormat): unknown {
  const { shape } = member;
  if (!('timestampFormat' in shape)) throw new Error(`${member.name} cannot be bound to text`);
  const refused = (wanted: string) =>
    new Malformed(`Provided ${member.locationName} not ${wanted}`, 'InvalidArgument');
  if (shape.kind === 'number') {
    if (!INTEGER.test(text)) throw refused('an integer or within integer range');
    return Number(text);
  }
  try {
    return readText(shape, text, format);
  } catch (error) {
    throw error instanceof Malformed ? refused('valid') : error;
  }
}

/** All numbers that AWS binds to paths, queries and headers are integers, in digits alone. */
const INTEGER = /^[-+]?\d+$/;

function readItems(item: Member, texts: readonly string[], format: TimestampFormat): unknown[] {
  return texts.map((text) => readScalar(item, text, format));
}

function readHeader(member: Member, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (member.shape.kind !== 'list') return readScalar(member, text, 'http-date');
  return readItems(member.shape.item, splitHeader(text), 'http-date');
}

/** Names of metadata are taken without their prefix, in lower case as headers are. */
function readPrefixed(prefix: string, headers: HttpRequest['headers']): Values | undefined {
  const output: Values = {};
  let found = false;
  for (const [name, text] of Object.entries(headers)) {
    if (text === undefined || !name.startsWith(prefix)) continue;
    setKey(output, name.slice(prefix.length), text);
    found = true;
  }
  return found ? output : undefined;
}

/** Items are separated by commas; one that holds commas or quotes is quoted, `\` escaping. */
function splitHeader(text: string): string[] {
  const items = text.match(/"(?:[^"\\]|\\.)*"?|[^,"]+/g) ?? [];
  return items
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map((item) =>
      item.startsWith('"') ? item.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1') : item,
    );
}

function writeHeader(member: Member, value: unknown): string {
  const { shape } = member;
  if (shape.kind === 'list') {
    const items = (value as readonly unknown[]).map((item) => writeHeader(shape.item, item));
    return items.map(quoted).join(', ');
  }
  if (!('timestampFormat' in shape)) throw new Error(`${member.name} cannot be a header`);
  return headerText(writeText(shape, value, 'http-date'));
}

function quoted(item: string): string {
  return /[,"]/.test(item) ? `"${item.replace(/[\\"]/g, '\\$&')}"` : item;
}

/** Headers are ASCII: S3 answers other metadata as an encoded word of RFC 2047. */
function headerText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}
