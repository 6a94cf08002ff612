import { createRequire } from 'node:module';
import { identifyOperation } from './identify.ts';
import { readInput } from './input.ts';
import type { HttpRequest } from './message.ts';
import { loadServiceModel, type ServiceModel } from './model.ts';

/** What the tests of this package talk about. */
export function testModel(client: string, signingName: string): ServiceModel {
  return loadServiceModel(require(`@aws-sdk/client-${client}`), { signingName });
}

export function testRequest(
  fields: Partial<Omit<HttpRequest, 'body'>> & { readonly body?: string | Buffer },
): HttpRequest {
  const { body = '', ...others } = fields;
  return { method: 'POST', path: '/', query: '', headers: {}, ...others, body: Buffer.from(body) };
}

export function cborRequest(body: Buffer): HttpRequest {
  const headers = { 'smithy-protocol': 'rpc-v2-cbor' };
  return testRequest({ headers, path: '/service/x/operation/ListMetrics', body });
}

export function secretRequest(body: string | Buffer): HttpRequest {
  return testRequest({ headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' }, body });
}

export function deleteRequest(body: string | Buffer): HttpRequest {
  return testRequest({ path: '/b', query: 'delete', body });
}

export function readAny(service: ServiceModel, request: HttpRequest): Record<string, unknown> {
  return readInput(identifyOperation(service, request), service, request);
}

const require = createRequire(import.meta.url);
