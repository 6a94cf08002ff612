import { cborTree } from './cbor.ts';
import { encodeCbor } from './cborEncode.ts';
import { jsonTree } from './json.ts';
import type { HttpReply, Identified } from './message.ts';
import type { ErrorModel, Protocol, ServiceModel } from './model.ts';
import { requestIdHeader, XML_DECLARATION } from './output.ts';
import { bodyShapeOf, writeBindings } from './rest.ts';
import { UNIT } from './shape.ts';
import { escapeXml, xmlWriters } from './xmlWrite.ts';

export interface ServiceError {
  /** The name of the error's shape or its code on the wire: both are known. */
  readonly code: string;
  readonly message?: string;
  readonly statusCode: number;
  readonly fault: 'client' | 'server';
  /** Further members of the error; the message is not among them. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/**
 * An error in the protocol the client speaks. Codes that the service's model does not have, those
 * that all services share as AccessDenied, are written as they are. Without a service, where none
 * could be told from the request, nothing is known but the protocol.
 */
export function writeError(
  identified: Pick<Identified, 'protocol'> & Partial<Identified>,
  service: ServiceModel | undefined,
  error: ServiceError,
  requestId: string,
): HttpReply {
  const model = service?.errors.get(error.code);
  const reply = WRITERS[identified.protocol]({ service, model, error, requestId });
  reply.status = error.statusCode;
  if (identified.queryMode && service?.queryCompatible) {
    const type = error.fault === 'client' ? 'Sender' : 'Receiver';
    reply.headers['x-amzn-query-error'] = `${model?.code ?? error.code};${type}`;
  }
  const isHead = identified.operation?.http?.method === 'HEAD';
  if (isHead || error.statusCode === 304) reply.body = '';
  return reply;
}

interface Known {
  readonly service: ServiceModel | undefined;
  readonly model: ErrorModel | undefined;
  readonly error: ServiceError;
  readonly requestId: string;
}

type ErrorWriter = (known: Known) => HttpReply;

const WRITERS: Readonly<Record<Protocol, ErrorWriter>> = {
  'awsJson1.0': (known) => writeJsonError(known, '1.0', qualifiedName(known)),
  'awsJson1.1': (known) => writeJsonError(known, '1.1', known.model?.name ?? known.error.code),
  rpcv2Cbor: writeCborError,
  awsQuery: writeQueryError,
  ec2Query: writeEc2Error,
  restJson: writeRestJsonError,
  restXml: writeRestXmlError,
};

/** Errors outside the model come from the framework in front of all services. */
function qualifiedName({ service, model, error }: Known): string {
  if (model === undefined) return `com.amazon.coral.service#${error.code}`;
  return `${service?.namespace}#${model.name}`;
}

/** Members of the error, and its message under the name its shape has for it. */
function members({ model, error }: Known): Record<string, unknown> {
  const { message, fields } = error;
  const values: Record<string, unknown> = { ...fields };
  if (message !== undefined && message !== '') values[messageName(model)] = message;
  return values;
}

function messageName(model: ErrorModel | undefined): string {
  const named = model?.shape.members.find(({ name }) => name.toLowerCase() === 'message');
  return named?.name ?? 'message';
}

/** The tree of the shape's members; the message is there even where the shape has none. */
function tree(known: Known, write: typeof jsonTree): Record<string, unknown> {
  const shape = known.model?.shape ?? UNIT;
  const values = members(known);
  const written = write(bodyShapeOf(shape), values) as Record<string, unknown>;
  const message = messageName(known.model);
  return message in values ? { ...written, [message]: values[message] } : written;
}

function writeJsonError(known: Known, version: string, type: string): HttpReply {
  return reply(
    {
      'content-type': `application/x-amz-json-${version}`,
      'x-amzn-requestid': known.requestId,
    },
    JSON.stringify({ __type: type, ...tree(known, jsonTree) }),
  );
}

function writeCborError(known: Known): HttpReply {
  return reply(
    {
      'content-type': 'application/cbor',
      'smithy-protocol': 'rpc-v2-cbor',
      'x-amzn-requestid': known.requestId,
    },
    encodeCbor({ __type: qualifiedName(known), ...tree(known, cborTree) }),
  );
}

function writeRestJsonError(known: Known): HttpReply {
  const values = members(known);
  const { headers } = writeBindings(known.model?.shape ?? UNIT, values);
  return reply(
    {
      'content-type': 'application/json',
      'x-amzn-requestid': known.requestId,
      'x-amzn-errortype': known.model?.name ?? known.error.code,
      ...headers,
    },
    JSON.stringify(tree(known, jsonTree)),
  );
}

function writeQueryError(known: Known): HttpReply {
  const { service, error, requestId } = known;
  const type = `<Type>${error.fault === 'client' ? 'Sender' : 'Receiver'}</Type>`;
  const namespace = service?.xmlNamespace ? ` xmlns="${service.xmlNamespace}"` : '';
  return reply(
    { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    `<ErrorResponse${namespace}><Error>${type}${codeAndMessage(known)}${details(known)}</Error>` +
      `<RequestId>${requestId}</RequestId></ErrorResponse>`,
  );
}

function writeEc2Error(known: Known): HttpReply {
  const { requestId } = known;
  return reply(
    { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    `${XML_DECLARATION}<Response><Errors><Error>${codeAndMessage(known)}</Error></Errors>` +
      `<RequestID>${requestId}</RequestID></Response>`,
  );
}

/** S3 tells beside code and message what it was about: Key, BucketName, Resource. */
function writeRestXmlError(known: Known): HttpReply {
  const { requestId } = known;
  return reply(
    { 'content-type': 'application/xml', [requestIdHeader('restXml')]: requestId },
    `${XML_DECLARATION}<Error>${codeAndMessage(known)}${details(known)}` +
      `<RequestId>${requestId}</RequestId></Error>`,
  );
}

function codeAndMessage({ model, error }: Known): string {
  const code = `<Code>${escapeXml(model?.code ?? error.code)}</Code>`;
  return error.message ? `${code}<Message>${escapeXml(error.message)}</Message>` : code;
}

const writeXml = xmlWriters(true);

/** The shape's members by the shape, all further fields as text in the order given. */
function details({ model, error }: Known): string {
  const fields = error.fields ?? {};
  const shape = model?.shape ?? UNIT;
  const modelled = new Set(shape.members.map(({ name }) => name));
  const others = Object.entries(fields)
    .filter(([name, value]) => !modelled.has(name) && value !== undefined)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
  return writeXml(shape)(fields) + others.join('');
}

function reply(headers: Record<string, string>, body: string | Buffer): HttpReply {
  return { status: 0, headers, body };
}
