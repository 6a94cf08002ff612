import { type HttpRequest, type Identified, type Protocol, WireError } from '@tocsin/wire';
import { PayloadError, type SignatureFamily, type SignatureProblem } from '@tocsin/wire/sigv4';
import { AwsError, notImplemented } from '../kernel/error.ts';
import type { LoadedService } from './registry.ts';

/** The answer to a defect of ours: it tells nothing. */
export const internalFailure = new AwsError(
  'InternalFailure',
  'The request processing has failed because of an unknown error, exception or failure.',
  { statusCode: 500 },
);

/** A signature that does not hold, as an error. */
export function refused({ code, message, statusCode, detail }: SignatureProblem): AwsError {
  return new AwsError(code, message, { statusCode, ...(detail ? { fields: detail } : undefined) });
}

export function tooLarge(limitBytes: number): AwsError {
  const message = `The request body must not be longer than ${limitBytes} bytes.`;
  return new AwsError('RequestEntityTooLarge', message, { statusCode: 413 });
}

/** What a caller may be told of an error; undefined for a defect of ours. */
export function toAwsError(error: unknown): AwsError | undefined {
  if (error instanceof AwsError) return error;
  if (error instanceof PayloadError) return refused(error.problem);
  if (error instanceof WireError) {
    return new AwsError(error.code, error.message, { statusCode: error.statusCode });
  }
  return undefined;
}

/** What AWS says when it has no such operation, and what we say when we have not. */
export function unknownOperation({ spec, model }: LoadedService, identified: Identified): AwsError {
  const name = identified.operationName ?? '';
  if (model.operations.has(name)) return notImplemented(`${spec.name}:${name}`);
  if (identified.protocol === 'awsQuery' || identified.protocol === 'ec2Query') {
    const message = `Could not find operation ${name} for version ${model.version}`;
    return new AwsError('InvalidAction', message, { statusCode: 400 });
  }
  if (identified.protocol === 'restXml') {
    const message = 'The specified method is not allowed against this resource.';
    return new AwsError('MethodNotAllowed', message, { statusCode: 405 });
  }
  return new AwsError('UnknownOperationException', '', { statusCode: 400 });
}

/**
 * What the headers alone tell of the protocol, for errors that come before all else. Where they
 * tell nothing the client speaks REST: of AWS's services a few do so in XML, S3 above all. What an
 * upload says of its content tells nothing either: curl calls all of it a form.
 */
export function spokenProtocol({ method, headers }: Spoken, service = 's3'): Protocol {
  const type = method === 'POST' ? (headers['content-type'] ?? '') : '';
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return 'rpcv2Cbor';
  if (headers['x-amz-target']) return type.includes('1.0') ? 'awsJson1.0' : 'awsJson1.1';
  if (type.startsWith('application/x-www-form-urlencoded')) return 'awsQuery';
  if (type.startsWith('application/json')) return 'restJson';
  return restXmlServices.has(service) ? 'restXml' : 'restJson';
}

type Spoken = Pick<HttpRequest, 'method' | 'headers'>;

const restJsonServices = new Set(['lambda']);
const restXmlServices = new Set(['s3', 's3express', 'cloudfront', 'route53']);

/** The dialect of a service's signature errors; `undefined` asks for a request without a scope. */
export function signatureFamily(service: string | undefined, request: Spoken): SignatureFamily {
  if (service === 's3') return 's3';
  if (service !== undefined && restJsonServices.has(service)) return 'json';
  const protocol = spokenProtocol(request);
  if (protocol === 'restXml') return service === undefined ? 's3' : 'query';
  return protocol === 'awsQuery' || protocol === 'ec2Query' ? 'query' : 'json';
}
