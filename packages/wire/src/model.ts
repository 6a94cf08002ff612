import { shapeOf, structureOf, traitsOf } from './schema.ts';
import type { StructureShape } from './shape.ts';

export type Protocol =
  | 'awsJson1.0'
  | 'awsJson1.1'
  | 'awsQuery'
  | 'ec2Query'
  | 'restJson'
  | 'restXml'
  | 'rpcv2Cbor';

/** What there is to know of a service to answer its clients. */
export interface ServiceModel {
  /** The service's name in the credential scope of a signature, for instance `monitoring`. */
  readonly signingName: string;
  /** The protocol its SDK client speaks. */
  readonly protocol: Protocol;
  /** Every protocol it answers in, the first being `protocol`. */
  readonly protocols: readonly Protocol[];
  /** What may stand before the operation in `x-amz-target`. */
  readonly targetPrefixes: readonly string[];
  readonly xmlNamespace: string;
  readonly version: string;
  /** Whether the service once spoke awsQuery and still tells clients its old error codes. */
  readonly queryCompatible: boolean;
  readonly namespace: string;
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** Under the name of the shape and under the code on the wire, where they differ. */
  readonly errors: ReadonlyMap<string, ErrorModel>;
}

export interface OperationModel {
  readonly name: string;
  readonly input: StructureShape;
  readonly output: StructureShape;
  readonly http: HttpTrait | undefined;
  /** The input member whose bytes are the body and are left to the caller: S3's `Body`. */
  readonly streamingInput: string | undefined;
  /** The output member that may be a stream and is passed through. */
  readonly streamingOutput: string | undefined;
}

export interface HttpTrait {
  readonly method: string;
  /** Path with labels, and the query literals that belong to it: `/{Key+}?tagging`. */
  readonly uri: string;
  readonly code: number;
}

export interface ErrorModel {
  readonly name: string;
  /** The code in the query protocols and in `x-amzn-query-error`; elsewhere it is the name. */
  readonly code: string;
  readonly httpStatus: number;
  readonly fault: 'client' | 'server';
  readonly shape: StructureShape;
}

/** The little that the SDK client does not publish. */
export interface ServiceFacts {
  readonly signingName: string;
  /** Further names before the operation in `x-amz-target`. */
  readonly targetPrefixes?: readonly string[];
  /** Further protocols the service answers in. */
  readonly protocols?: readonly Protocol[];
  readonly xmlNamespace?: string;
  /** The HTTP status of a success, by operation, where AWS answers another than its model says. */
  readonly statuses?: Readonly<Record<string, number>>;
}

/**
 * The model of a service, from the module of its SDK client: `await import('@aws-sdk/client-sqs')`.
 * Shapes are compiled when an operation is first called, so that loading EC2 costs little.
 *
 * @throws Error where the module is no SDK client with published schemas.
 */
export function loadServiceModel(
  sdk: Readonly<Record<string, unknown>>,
  facts: ServiceFacts,
): ServiceModel {
  const { settings, protocol } = readConfig(sdk);
  const known = UNPUBLISHED[facts.signingName];
  const queryCompatible = settings.awsQueryCompatible === true;
  const also: Protocol[] = [
    ...(queryCompatible ? (['awsQuery'] as const) : []),
    ...(known?.protocols ?? []),
    ...(facts.protocols ?? []),
  ];
  const { operations, errors } = readSchemas(sdk, { ...known?.statuses, ...facts.statuses });
  return {
    signingName: facts.signingName,
    protocol,
    protocols: [protocol, ...also],
    targetPrefixes: [
      settings.serviceTarget,
      ...(known?.targetPrefixes ?? []),
      ...(facts.targetPrefixes ?? []),
    ],
    xmlNamespace: facts.xmlNamespace ?? known?.xmlNamespace ?? settings.xmlNamespace ?? '',
    version: settings.version,
    queryCompatible,
    namespace: settings.defaultNamespace,
    operations,
    errors,
  };
}

/**
 * Facts of AWS that no SDK client publishes. The long CloudTrail target is what botocore and so the
 * aws CLI send; CloudWatch they call in CBOR; SQS's namespace is from its former query API.
 */
const UNPUBLISHED: Readonly<Record<string, Partial<ServiceFacts>>> = {
  cloudtrail: {
    targetPrefixes: ['com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101'],
  },
  s3: { statuses: { PutBucketPolicy: 204, PutBucketTagging: 204 } },
  monitoring: { protocols: ['rpcv2Cbor'] },
  sqs: { xmlNamespace: 'http://queue.amazonaws.com/doc/2012-11-05/' },
  ec2: { xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/' },
};

interface ProtocolSettings {
  readonly defaultNamespace: string;
  readonly version: string;
  readonly serviceTarget: string;
  readonly xmlNamespace?: string;
  readonly awsQueryCompatible?: boolean;
}

const PROTOCOL_IDS: Readonly<Record<string, Protocol>> = {
  'aws.protocols#awsJson1_0': 'awsJson1.0',
  'aws.protocols#awsJson1_1': 'awsJson1.1',
  'aws.protocols#awsQuery': 'awsQuery',
  'aws.protocols#ec2Query': 'ec2Query',
  'aws.protocols#restJson1': 'restJson',
  'aws.protocols#restXml': 'restXml',
  'smithy.protocols#rpcv2Cbor': 'rpcv2Cbor',
};

/** The client tells its protocol and settings only as an object: one is made, for a millisecond. */
function readConfig(sdk: Readonly<Record<string, unknown>>): {
  settings: ProtocolSettings;
  protocol: Protocol;
} {
  const name = Object.keys(sdk).find((key) => /^[A-Z]\w*Client$/.test(key));
  if (name === undefined) throw new Error('the module exports no SDK client');
  const Client = sdk[name] as new (
    options: object,
  ) => {
    config: { protocolSettings: ProtocolSettings; protocol: { getShapeId(): string } };
    destroy(): void;
  };
  const credentials = { accessKeyId: 'unused', secretAccessKey: 'unused' };
  const client = new Client({ region: 'us-east-1', credentials });
  client.destroy();
  const id = client.config.protocol.getShapeId();
  const protocol = PROTOCOL_IDS[id];
  if (protocol === undefined) throw new Error(`${name} speaks the unknown protocol ${id}`);
  return { settings: client.config.protocolSettings, protocol };
}

const OPERATION = 9;
const ERROR = -3;

function readSchemas(
  sdk: Readonly<Record<string, unknown>>,
  statuses: Readonly<Record<string, number>>,
): {
  operations: Map<string, OperationModel>;
  errors: Map<string, ErrorModel>;
} {
  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, ErrorModel>();
  for (const [key, schema] of Object.entries(sdk)) {
    if (!key.endsWith('$') || !Array.isArray(schema)) continue;
    if (schema[0] === OPERATION) {
      const operation = operationModel(schema, statuses[String(schema[2])]);
      operations.set(operation.name, operation);
    } else if (schema[0] === ERROR && !String(schema[1]).startsWith('smithy.ts.sdk.synthetic.')) {
      const error = errorModel(schema);
      errors.set(error.name, error);
      if (!errors.has(error.code)) errors.set(error.code, error);
    }
  }
  if (operations.size === 0) throw new Error('the module publishes no operations');
  return { operations, errors };
}

function operationModel(schema: readonly unknown[], status: number | undefined): OperationModel {
  const http = traitsOf(schema[3]).http as [string, string, number] | undefined;
  let input: StructureShape | undefined;
  let output: StructureShape | undefined;
  return {
    name: String(schema[2]),
    http: http && { method: http[0], uri: http[1], code: status ?? http[2] },
    get input() {
      input ??= structureOf(schema[4]);
      return input;
    },
    get output() {
      output ??= structureOf(schema[5]);
      return output;
    },
    get streamingInput() {
      return streamingMember(this.input);
    },
    get streamingOutput() {
      return streamingMember(this.output);
    },
  };
}

function streamingMember(shape: StructureShape): string | undefined {
  return shape.members.find((member) => 'streaming' in member.shape && member.shape.streaming)
    ?.name;
}

function errorModel(schema: readonly unknown[]): ErrorModel {
  const name = String(schema[2]);
  const traits = traitsOf(schema[3]);
  const fault = traits.error === 'server' ? 'server' : 'client';
  const query = traits.awsQueryError as [string, number] | undefined;
  const httpStatus = Number(traits.httpError ?? query?.[1] ?? (fault === 'client' ? 400 : 500));
  let shape: StructureShape | undefined;
  return {
    name,
    code: query?.[0] ?? name,
    httpStatus,
    fault,
    get shape() {
      shape ??= shapeOf(schema) as StructureShape;
      return shape;
    },
  };
}
