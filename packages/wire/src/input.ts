import { plainBody, utf8Text } from './body.ts';
import { readCbor } from './cbor.ts';
import { formOf } from './identify.ts';
import { readJson } from './json.ts';
import { type HttpRequest, type Identified, Malformed, WireError } from './message.ts';
import type { OperationModel, Protocol, ServiceModel } from './model.ts';
import { readQuery } from './query.ts';
import { bodyShapeOf, readBindings } from './rest.ts';
import { readXml } from './xmlRead.ts';

/**
 * The input of an operation as the SDK's own types: Date for timestamps, Buffer for blobs, absent
 * members left out. Whether required members are there is not asked here. The bytes of a
 * `streamingInput` member are not read: the caller has the stream and sets it.
 *
 * @throws WireError with the code the protocol has for input that cannot be read.
 */
export function readInput(
  identified: Identified,
  service: ServiceModel,
  request: HttpRequest,
): Record<string, unknown> {
  const { protocol, operation } = identified;
  if (operation === undefined) throw new Error('only an identified operation has an input');
  try {
    return READERS[protocol](operation, service, request) as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    if (protocol === 'restXml') throw s3Error(error);
    throw new WireError(MALFORMED_CODES[protocol], error.message);
  }
}

type InputReader = (
  operation: OperationModel,
  service: ServiceModel,
  request: HttpRequest,
) => unknown;

const readJsonInput: InputReader = ({ input }, _, request) => readJson(input, plainBody(request));

const READERS: Readonly<Record<Protocol, InputReader>> = {
  'awsJson1.0': readJsonInput,
  'awsJson1.1': readJsonInput,
  rpcv2Cbor: ({ input }, _, request) => readCbor(input, plainBody(request)),
  awsQuery: ({ input }, _, request) => readQuery('awsQuery', input, formOf(request)),
  ec2Query: ({ input }, _, request) => readQuery('ec2Query', input, formOf(request)),
  restJson: (operation, service, request) => readRest(operation, service, request, readJson),
  restXml: (operation, service, request) => readRest(operation, service, request, readXml),
};

const MALFORMED_CODES: Readonly<Record<Exclude<Protocol, 'restXml'>, string>> = {
  'awsJson1.0': 'SerializationException',
  'awsJson1.1': 'SerializationException',
  awsQuery: 'MalformedInput',
  ec2Query: 'MalformedInput',
  restJson: 'SerializationException',
  rpcv2Cbor: 'SerializationException',
};

/** S3 has codes of its own for headers, parameters and paths, and one text for all documents. */
function s3Error({ code, message }: Malformed): WireError {
  if (code !== undefined) return new WireError(code, message);
  return new WireError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

function readRest(
  operation: OperationModel,
  service: ServiceModel,
  request: HttpRequest,
  readDocument: typeof readJson,
): Record<string, unknown> {
  const values = readBindings(operation, service, request);
  if (operation.streamingInput !== undefined || request.body.length === 0) return values;
  const payload = operation.input.members.find(({ location }) => location === 'payload');
  if (payload === undefined) {
    const shape = bodyShapeOf(operation.input);
    if (shape.members.length === 0) return values;
    return Object.assign(values, readDocument(shape, request.body));
  }
  switch (payload.shape.kind) {
    case 'blob':
      values[payload.name] = request.body;
      break;
    case 'string':
      values[payload.name] = utf8Text(request.body);
      break;
    default:
      values[payload.name] = readDocument(payload.shape, request.body);
  }
  return values;
}
