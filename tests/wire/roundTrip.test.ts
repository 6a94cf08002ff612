import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import {
  identifyOperation,
  type Member,
  type OperationModel,
  type Protocol,
  readInput,
  type StructureShape,
  writeError,
  writeOutput,
} from '@tocsin/wire';
import { type SdkEnd, sdkEnds } from './clients.ts';
import { type Expressible, randomStructure, seededRandom } from './values.ts';

/** Rounds an operation; EC2 alone has more than 800 operations. */
const ROUNDS = 3;
const SEED = 20_260_101;
const REQUEST_ID = '11111111-2222-4333-8444-555555555555';

const JSON_CAN = { empty: true, specialNumbers: true, controls: true, emptyFlattened: true };
const XML_CAN = { empty: true, specialNumbers: false, controls: false, emptyFlattened: false };
const QUERY_CAN = { empty: false, specialNumbers: false, controls: true, emptyFlattened: false };

const INPUT_CAN: Readonly<Record<Protocol, Expressible>> = {
  'awsJson1.0': JSON_CAN,
  'awsJson1.1': JSON_CAN,
  rpcv2Cbor: JSON_CAN,
  restJson: JSON_CAN,
  restXml: XML_CAN,
  awsQuery: QUERY_CAN,
  ec2Query: QUERY_CAN,
};

const OUTPUT_CAN: Readonly<Record<Protocol, Expressible>> = {
  ...INPUT_CAN,
  awsQuery: XML_CAN,
  ec2Query: XML_CAN,
};

for (const end of sdkEnds()) {
  describe(end.title, () => {
    const operations = [...end.model.operations.values()].filter(
      (operation) => !isEvents(operation),
    );

    it('reads what the SDK writes', async () => {
      const random = seededRandom(SEED);
      for (const operation of operations) {
        for (let round = 0; round < ROUNDS; round += 1) await checkInput(end, operation, random);
      }
    });

    it('writes what the SDK reads', async () => {
      const random = seededRandom(SEED + 1);
      for (const operation of operations) {
        for (let round = 0; round < ROUNDS; round += 1) await checkOutput(end, operation, random);
      }
    });

    it('writes errors that the SDK throws', async () => {
      const [operation] = operations;
      assert.ok(operation);
      for (const name of new Set([...end.model.errors.values()].map((error) => error.name))) {
        await checkError(end, operation, name);
      }
      await checkError(end, operation, 'SomethingNobodyModelled');
    });
  });
}

/** Event streams are a protocol of their own, which this product does not speak. */
function isEvents({ input, output }: OperationModel): boolean {
  return [...input.members, ...output.members].some(
    ({ shape }) => shape.kind === 'union' && shape.streaming,
  );
}

async function checkInput(end: SdkEnd, operation: OperationModel, random: () => number) {
  const probe = await end.serialize(operation.name, minimalInput(operation.input, random));
  const { protocol } = identifyOperation(end.model, probe);
  const input = randomStructure(operation.input, random, INPUT_CAN[protocol]);
  const request = await end.serialize(operation.name, input);
  const identified = identifyOperation(end.model, request);
  assert.equal(identified.operationName, operation.name, `${request.method} ${request.path}`);
  assert.equal(identified.operation, operation);
  const read = readInput(identified, end.model, request);
  const { streamingInput } = operation;
  if (streamingInput !== undefined) read[streamingInput] = request.body;
  for (const twin of twins(operation.input, protocol)) {
    delete read[twin];
    delete input[twin];
  }
  assert.deepEqual(plain(read), plain(input), operation.name);
}

/** SQS's form has one name for both AttributeNames and MessageSystemAttributeNames. */
function twins({ members }: StructureShape, protocol: Protocol): string[] {
  if (protocol !== 'awsQuery') return [];
  const byWireName = Map.groupBy(members, ({ name, xmlName }) => xmlName ?? name);
  return [...byWireName.values()].filter(({ length }) => length > 1).flatMap(namesOf);
}

function namesOf(members: readonly Member[]): string[] {
  return members.map(({ name }) => name);
}

/** Only what the client insists on, to learn the protocol that it speaks. */
function minimalInput(shape: StructureShape, random: () => number): Record<string, unknown> {
  const members = shape.members.filter(({ required }) => required);
  return randomStructure({ ...shape, members }, random, QUERY_CAN);
}

async function checkOutput(end: SdkEnd, operation: OperationModel, random: () => number) {
  const request = await end.serialize(operation.name, minimalInput(operation.input, random));
  const { protocol, queryMode } = identifyOperation(end.model, request);
  const output = randomStructure(operation.output, random, OUTPUT_CAN[protocol]);
  const sent = { ...output };
  const { streamingOutput } = operation;
  if (streamingOutput !== undefined) {
    sent[streamingOutput] = Readable.from([Buffer.from(output[streamingOutput] as Uint8Array)]);
  }
  const identified = { protocol, operationName: operation.name, operation, queryMode };
  const reply = writeOutput(identified, end.model, sent, REQUEST_ID);
  const { $metadata, ...received } = await end.deserialize(operation.name, reply);
  assert.equal(($metadata as { requestId: string }).requestId, REQUEST_ID);
  if (streamingOutput !== undefined) {
    const body = received[streamingOutput] as { transformToByteArray(): Promise<Uint8Array> };
    received[streamingOutput] = await body.transformToByteArray();
  }
  assert.deepEqual(plain(received), plain(output), operation.name);
}

async function checkError(end: SdkEnd, operation: OperationModel, name: string) {
  const request = await end.serialize(
    operation.name,
    minimalInput(operation.input, seededRandom(SEED)),
  );
  const identified = { ...identifyOperation(end.model, request), operation: undefined };
  const model = end.model.errors.get(name);
  const message = 'Not so: <größe> & "値段".';
  const statusCode = model?.httpStatus ?? 400;
  const fault = statusCode < 500 ? 'client' : 'server';
  const error = { code: name, message, statusCode, fault } as const;
  const reply = writeError(identified, end.model, error, REQUEST_ID);
  const { queryCompatible } = end.model;
  const toldByCode = queryCompatible || identified.protocol === 'awsQuery';
  const thrownName = (toldByCode && model && end.model.errors.get(model.code)?.name) || name;
  await assert.rejects(end.deserialize(operation.name, reply), (thrown) => {
    const seen = thrown as Error & { $metadata: { requestId: string; httpStatusCode: number } };
    assert.equal(seen.name, thrownName);
    assert.equal(seen.message, message);
    assert.equal(seen.$metadata.requestId, REQUEST_ID);
    assert.equal(seen.$metadata.httpStatusCode, statusCode);
    if (model)
      assert.ok(seen instanceof (end.sdk[thrownName] as typeof Error), `${name} is of its class`);
    return true;
  });
}

/** Buffers and Uint8Arrays are the same bytes, and members that are undefined are no members. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (value instanceof Date || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  return Object.fromEntries(entries.map(([key, held]) => [key, plain(held)]));
}
