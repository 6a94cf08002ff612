import type { Readable } from 'node:stream';
import { writeCbor } from './cbor.ts';
import { writeJson } from './json.ts';
import type { HttpReply, Identified } from './message.ts';
import type { OperationModel, Protocol, ServiceModel } from './model.ts';
import { bodyShapeOf, writeBindings } from './rest.ts';
import { type Member, type StructureShape, UNIT } from './shape.ts';
import { xmlWriters } from './xmlWrite.ts';

/**
 * The answer of an operation in the protocol the client speaks. Values are the SDK's own types;
 * members that are undefined are left out, and so is what the shape does not have. A Readable in
 * the streaming member becomes the body as it is.
 *
 * @throws Error for operations that answer with an event stream.
 */
export function writeOutput(
  identified: Identified,
  service: ServiceModel,
  output: unknown,
  requestId: string,
): HttpReply {
  const { protocol, operation } = identified;
  if (operation === undefined) throw new Error('only an identified operation has an output');
  return WRITERS[protocol](operation, service, (output ?? {}) as Values, requestId, protocol);
}

/** S3 has its own header for the request's id. */
export function requestIdHeader(protocol: Protocol): string {
  return protocol === 'restXml' ? 'x-amz-request-id' : 'x-amzn-requestid';
}

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

type Values = Record<string, unknown>;

type OutputWriter = (
  operation: OperationModel,
  service: ServiceModel,
  output: Values,
  requestId: string,
  protocol: Protocol,
) => HttpReply;

const writeJsonOutput: OutputWriter = (operation, _, output, requestId, protocol) => ({
  status: 200,
  headers: {
    'content-type': `application/x-amz-json-${protocol.slice('awsJson'.length)}`,
    'x-amzn-requestid': requestId,
  },
  body: operation.output === UNIT ? '' : writeJson(operation.output, output),
});

const writeCborOutput: OutputWriter = (operation, _, output, requestId) => ({
  status: 200,
  headers: {
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': requestId,
  },
  body: operation.output === UNIT ? '' : writeCbor(operation.output, output),
});

const writeQueryXml = xmlWriters(false);
const writeRestXml = xmlWriters(true);

const writeQueryOutput: OutputWriter = (operation, service, output, requestId) => {
  const { name } = operation;
  const result =
    operation.output === UNIT
      ? ''
      : `<${name}Result>${writeQueryXml(operation.output)(output)}</${name}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  const body = `<${name}Response${xmlns(service)}>${result}${metadata}</${name}Response>`;
  return { status: 200, headers: xmlHeaders(requestId), body };
};

/** Where there is nothing to say EC2 says `<return>true</return>`. */
const writeEc2Output: OutputWriter = (operation, service, output, requestId) => {
  const { name } = operation;
  const result =
    operation.output === UNIT ? '<return>true</return>' : writeRestXml(operation.output)(output);
  const content = `<requestId>${requestId}</requestId>${result}`;
  const element = `<${name}Response${xmlns(service)}>${content}</${name}Response>`;
  const body = XML_DECLARATION + element;
  return { status: 200, headers: xmlHeaders(requestId), body };
};

const writeRestOutput: OutputWriter = (operation, service, output, requestId, protocol) => {
  const { output: shape } = operation;
  const { headers, status } = writeBindings(shape, output);
  const [body, contentType] = restBody(shape, service, output, protocol);
  const isPart = headers['content-range'] !== undefined;
  return {
    status: status ?? (isPart ? 206 : (operation.http?.code ?? 200)),
    headers: {
      [requestIdHeader(protocol)]: requestId,
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...headers,
    },
    body,
  };
};

const WRITERS: Readonly<Record<Protocol, OutputWriter>> = {
  'awsJson1.0': writeJsonOutput,
  'awsJson1.1': writeJsonOutput,
  awsQuery: writeQueryOutput,
  ec2Query: writeEc2Output,
  restJson: writeRestOutput,
  restXml: writeRestOutput,
  rpcv2Cbor: writeCborOutput,
};

function restBody(
  shape: StructureShape,
  service: ServiceModel,
  output: Values,
  protocol: Protocol,
): [body: HttpReply['body'], contentType?: string] {
  const payload = shape.members.find(({ location }) => location === 'payload');
  if (payload !== undefined) return payloadBody(payload, service, output[payload.name], protocol);
  const document = bodyShapeOf(shape);
  if (document.members.length === 0) return [''];
  if (protocol === 'restJson') return [writeJson(document, output), 'application/json'];
  return [rootElement(document.xmlName ?? document.name, document, service, output), XML];
}

const XML = 'application/xml';

function payloadBody(
  payload: Member,
  service: ServiceModel,
  value: unknown,
  protocol: Protocol,
): [body: HttpReply['body'], contentType?: string] {
  const { shape } = payload;
  if (value === undefined || value === null) return [''];
  switch (shape.kind) {
    case 'blob':
      return [blobBody(value as Uint8Array | string | Readable), 'binary/octet-stream'];
    case 'string':
      return [String(value), 'text/plain'];
    case 'structure': {
      if (protocol === 'restJson') return [writeJson(shape, value), 'application/json'];
      const root = payload.xmlName ?? shape.xmlName ?? shape.name;
      return [rootElement(root, shape, service, value as Values), XML];
    }
    default:
      throw new Error(`${payload.name} is a ${shape.kind}: such payloads are not supported`);
  }
}

function blobBody(value: Uint8Array | string | Readable): HttpReply['body'] {
  if (!(value instanceof Uint8Array)) return value;
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

/**
 * GetBucketLocation alone answers with its only member as the root itself, recognizable by its
 * having the root's name: `<LocationConstraint>eu-west-1</LocationConstraint>`.
 */
function rootElement(
  root: string,
  shape: StructureShape,
  service: ServiceModel,
  value: Values,
): string {
  let content = writeRestXml(shape)(value);
  const [only, ...others] = shape.members;
  if (only !== undefined && others.length === 0 && (only.xmlName ?? only.name) === root) {
    content = content.slice(`<${root}>`.length, -`</${root}>`.length);
  }
  return `${XML_DECLARATION}<${root}${xmlns(service)}>${content}</${root}>`;
}

function xmlHeaders(requestId: string): Record<string, string> {
  return { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
}

function xmlns(service: ServiceModel): string {
  return service.xmlNamespace === '' ? '' : ` xmlns="${service.xmlNamespace}"`;
}
