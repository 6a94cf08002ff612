import { plainBody } from './body.ts';
import { type HttpRequest, type Identified, Malformed } from './message.ts';
import type { Protocol, ServiceModel } from './model.ts';
import { findOperation } from './restRoute.ts';

/**
 * Which protocol the client speaks, of those the service answers in, and which operation it calls.
 * Never throws: what cannot be recognized has no operation, and the answer's protocol is then the
 * service's first one. The operation is undefined too where the client names one that does not
 * exist; `operationName` then tells which.
 */
export function identifyOperation(service: ServiceModel, request: HttpRequest): Identified {
  const { headers } = request;
  const queryMode = headers['x-amzn-query-mode'] === 'true';
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') {
    const operationName = RPC_PATH.exec(request.path)?.[1];
    return named(service, 'rpcv2Cbor', operationName, queryMode);
  }
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    const protocol = jsonProtocol(service, headers['content-type']);
    return named(service, protocol, operationOfTarget(service, target), queryMode);
  }
  if (service.protocol === 'restXml' || service.protocol === 'restJson') {
    const operation = findOperation(service, request);
    return { protocol: service.protocol, operationName: operation?.name, operation };
  }
  const action = ACTION.exec(formOf(request))?.[1];
  const query = service.protocol === 'ec2Query' ? 'ec2Query' : 'awsQuery';
  if (action === undefined && !isForm(headers)) {
    return { protocol: service.protocol, operationName: undefined, operation: undefined };
  }
  return named(service, query, action, false);
}

/** The form of a query request: the body, or for a GET the query string. */
export function formOf(request: HttpRequest): string {
  if (request.body.length === 0) return request.query;
  try {
    return plainBody(request).toString('utf8');
  } catch (error) {
    if (error instanceof Malformed) return '';
    throw error;
  }
}

/** A form that names no action still gets its error in the protocol of forms. */
const isForm = (headers: HttpRequest['headers']): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;

const RPC_PATH = /^\/service\/[^/]+\/operation\/(\w+)$/;
const ACTION = /(?:^|&)Action=(\w+)(?:&|$)/;

function named(
  service: ServiceModel,
  protocol: Protocol,
  operationName: string | undefined,
  queryMode: boolean,
): Identified {
  if (!service.protocols.some((spoken) => family(spoken) === family(protocol))) {
    return { protocol: service.protocol, operationName, operation: undefined };
  }
  const operation = operationName === undefined ? undefined : service.operations.get(operationName);
  return { protocol, operationName, operation, queryMode };
}

/** A service answers in both versions of awsJson. */
function family(protocol: Protocol): string {
  return protocol.startsWith('awsJson') ? 'awsJson' : protocol;
}

function jsonProtocol(service: ServiceModel, contentType: string | undefined): Protocol {
  if (contentType?.startsWith('application/x-amz-json-1.0')) return 'awsJson1.0';
  if (contentType?.startsWith('application/x-amz-json-1.1')) return 'awsJson1.1';
  return service.protocol === 'awsJson1.0' ? 'awsJson1.0' : 'awsJson1.1';
}

function operationOfTarget(service: ServiceModel, target: string): string | undefined {
  const dot = target.lastIndexOf('.');
  return service.targetPrefixes.includes(target.slice(0, dot)) ? target.slice(dot + 1) : undefined;
}
