import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import {
  type HttpReply,
  type HttpRequest,
  loadServiceModel,
  type ServiceModel,
} from '@tocsin/wire';

/** An SDK client's own serializer and deserializer, without a network between. */
export interface SdkEnd {
  readonly title: string;
  readonly sdk: Readonly<Record<string, unknown>>;
  readonly model: ServiceModel;
  serialize(operation: string, input: Record<string, unknown>): Promise<HttpRequest>;
  /** Resolves with the output; rejects with the exception a caller of the SDK would see. */
  deserialize(operation: string, reply: HttpReply): Promise<Record<string, unknown>>;
}

interface SdkProtocol {
  setSerdeContext(config: object): void;
  serializeRequest(schema: object, input: object, context: object): Promise<SdkRequest>;
  deserializeResponse(
    schema: object,
    context: object,
    response: object,
  ): Promise<Record<string, unknown>>;
}

interface SdkRequest {
  method: string;
  path: string;
  query: Record<string, string | readonly string[] | null>;
  headers: Record<string, string>;
  body: unknown;
}

const CLIENTS: Readonly<Record<string, string>> = {
  cloudtrail: 'cloudtrail',
  cloudwatch: 'monitoring',
  'cloudwatch-logs': 'logs',
  ec2: 'ec2',
  eventbridge: 'events',
  iam: 'iam',
  lambda: 'lambda',
  organizations: 'organizations',
  s3: 's3',
  'secrets-manager': 'secretsmanager',
  sns: 'sns',
  sqs: 'sqs',
  ssm: 'ssm',
  sts: 'sts',
};

/** Every client in use as it is, and those that also speak otherwise with that protocol put in. */
export function sdkEnds(): SdkEnd[] {
  const ends = Object.entries(CLIENTS).map(([name, signingName]) => sdkEnd(name, signingName));
  return [
    ...ends,
    sdkEnd('cloudwatch', 'monitoring', AwsSmithyRpcV2CborProtocol),
    sdkEnd('cloudwatch', 'monitoring', AwsQueryProtocol),
    sdkEnd('sqs', 'sqs', AwsQueryProtocol),
  ];
}

const require = createRequire(import.meta.url);

type ProtocolClass = new (settings: never) => unknown;

function sdkEnd(name: string, signingName: string, otherProtocol?: ProtocolClass): SdkEnd {
  const sdk = require(`@aws-sdk/client-${name}`) as Record<string, unknown>;
  const model = loadServiceModel(sdk, { signingName });
  const clientName = Object.keys(sdk).find((key) => /^[A-Z]\w*Client$/.test(key)) ?? '';
  const Client = sdk[clientName] as new (
    options: object,
  ) => { config: { protocol: SdkProtocol; [key: string]: unknown } };
  const { config } = new Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    disableHostPrefix: true,
    ...(otherProtocol ? { protocol: otherProtocol } : {}),
  });
  const { protocol } = config;
  protocol.setSerdeContext(config);
  const schemaOf = (operation: string) => operationSchema(sdk, operation);
  return {
    title: otherProtocol ? `${name} through ${otherProtocol.name}` : name,
    sdk,
    model,
    async serialize(operation, input) {
      const context = contextFor(config, model, operation, input);
      return toHttpRequest(await protocol.serializeRequest(schemaOf(operation), input, context));
    },
    async deserialize(operation, reply) {
      const context = contextFor(config, model, operation, {});
      const response = {
        statusCode: reply.status,
        headers: reply.headers,
        body: typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body,
      };
      return protocol.deserializeResponse(schemaOf(operation), context, response);
    },
  };
}

function operationSchema(sdk: Readonly<Record<string, unknown>>, operation: string): object {
  const schema = sdk[`${operation}$`] as [number, string, string, unknown, unknown, unknown];
  const [, namespace, name, traits, input, output] = schema;
  return { name, namespace, traits, input, output };
}

/** The endpoint carries S3's bucket, as it does with `forcePathStyle`. */
function contextFor(
  config: object,
  model: ServiceModel,
  operation: string,
  input: Record<string, unknown>,
): object {
  const isBucketed = model.signingName === 's3' && typeof input.Bucket === 'string';
  const path = isBucketed ? `/${encodeURIComponent(input.Bucket as string)}` : '/';
  return {
    ...config,
    endpoint: async () => ({ protocol: 'http:', hostname: '127.0.0.1', path, query: {} }),
    __smithy_context: { service: clientServiceName(model), operation },
  };
}

function clientServiceName(model: ServiceModel): string {
  return model.targetPrefixes[0] ?? model.signingName;
}

async function toHttpRequest(request: SdkRequest): Promise<HttpRequest> {
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  return {
    method: request.method,
    path: request.path,
    query: queryString(request.query),
    headers: Object.fromEntries(headers),
    body: await toBytes(request.body),
  };
}

function queryString(query: SdkRequest['query']): string {
  return Object.entries(query)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((item) =>
        item === null || item === ''
          ? `${encodeURIComponent(name)}=`
          : `${encodeURIComponent(name)}=${encodeURIComponent(String(item))}`,
      ),
    )
    .join('&');
}

async function toBytes(body: unknown): Promise<Buffer> {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) {
    return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }
  return Buffer.from(await text(body as NodeJS.ReadableStream));
}
