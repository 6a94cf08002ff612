import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadServiceModel } from './model.ts';
import { shapeOf } from './schema.ts';
import { testModel } from './testModels.ts';

describe('the model of a service', () => {
  it('comes from its SDK client', () => {
    const model = testModel('cloudwatch', 'monitoring');
    assert.equal(model.protocol, 'awsJson1.0');
    assert.deepEqual(model.protocols, ['awsJson1.0', 'awsQuery', 'rpcv2Cbor']);
    assert.deepEqual(model.targetPrefixes, ['GraniteServiceVersion20100801']);
    assert.equal(model.xmlNamespace, 'http://monitoring.amazonaws.com/doc/2010-08-01/');
    assert.equal(model.version, '2010-08-01');
    assert.equal(model.queryCompatible, true);
  });

  it('tells what is required, sensitive and a token', () => {
    const model = testModel('secrets-manager', 'secretsmanager');
    const input = model.operations.get('CreateSecret')?.input;
    const told = input?.members.filter((m) => m.required || m.sensitive || m.idempotencyToken);
    assert.deepEqual(
      told?.map((m) => [m.name, m.required, m.sensitive, m.idempotencyToken]),
      [
        ['Name', true, false, false],
        ['ClientRequestToken', false, false, true],
        ['SecretBinary', false, true, false],
        ['SecretString', false, true, false],
      ],
    );
  });

  it('tells which member is the stream', () => {
    const { operations } = testModel('s3', 's3');
    assert.equal(operations.get('PutObject')?.streamingInput, 'Body');
    assert.equal(operations.get('PutObject')?.streamingOutput, undefined);
    assert.equal(operations.get('GetObject')?.streamingOutput, 'Body');
    assert.deepEqual(operations.get('DeleteObject')?.http, {
      method: 'DELETE',
      uri: '/{Key+}?x-id=DeleteObject',
      code: 204,
    });
  });

  it('finds an error under its name and under its code', () => {
    const { errors } = testModel('sqs', 'sqs');
    const error = errors.get('QueueDoesNotExist');
    assert.equal(error?.code, 'AWS.SimpleQueueService.NonExistentQueue');
    assert.equal(errors.get('AWS.SimpleQueueService.NonExistentQueue'), error);
    assert.deepEqual([error?.httpStatus, error?.fault], [400, 'client']);
  });

  it('is refused where there is none', () => {
    assert.throws(() => loadServiceModel({}, { signingName: 'x' }), /exports no SDK client/);
  });

  it('is refused where the wire form would be another than the one written', () => {
    const schema = [3, 'ns', 'Thing', 0, ['name'], [[0, { jsonName: 'Name' }]]];
    for (const _attempt of ['first', 'second']) {
      assert.throws(() => shapeOf(schema), /name: trait jsonName is not supported/);
    }
    assert.throws(() => shapeOf([3, 'ns', 'Thing', 0, ['any'], [15]]), /type 15 is not supported/);
  });
});
