import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

const file = join(
  import.meta.dirname,
  '../../../../../../shared/data/aws-captures/secretsmanager/encryption_audit.json',
);
const skip = existsSync(file) ? false : 'needs ../shared/data';

type Recorded = Record<string, unknown> & {
  readonly eventName: string;
  readonly errorCode?: string;
};

/** What AWS tells of TLS is missing on loopback; the user's identity differs from a role's. */
function shapeOf({ tlsDetails: _tls, userIdentity, ...record }: Recorded) {
  const { invokedBy, accessKeyId } = userIdentity as Record<string, unknown>;
  return { members: Object.keys(record), invokedBy, hasKey: accessKeyId !== undefined };
}

test('records: a batch read with the members that AWS was recorded to write', {
  skip,
}, async () => {
  await using cloud = await startTestCloud();
  await cloud.secretsmanager.createSecret({ Name: 'mine', SecretString: 'v' });
  await cloud.secretsmanager.batchGetSecretValue({ SecretIdList: ['mine', 'missing'] });
  const ours = cloud.records().slice(1) as unknown as Recorded[];
  const { batch_window_events: theirs } = JSON.parse(readFileSync(file, 'utf8')) as {
    batch_window_events: Recorded[];
  };
  const codes = [undefined, 'ResourceNotFoundException'];
  for (const [eventName, errorCode] of [
    ['BatchGetSecretValue', undefined],
    ...codes.map((code) => ['GetSecretValue', code]),
  ]) {
    const same = (one: Recorded) => one.eventName === eventName && one.errorCode === errorCode;
    const [our, their] = [ours.find(same)!, theirs.find(same)!];
    assert.deepEqual(shapeOf(our), shapeOf(their));
    for (const member of ['errorMessage', 'responseElements', 'readOnly', 'eventVersion']) {
      assert.deepEqual(our[member], their[member], member);
    }
    if (eventName === 'BatchGetSecretValue') continue;
    assert.deepEqual(our.userAgent, their.userAgent);
    assert.deepEqual(our.sourceIPAddress, their.sourceIPAddress);
    const requested = (one: Recorded) =>
      String(one.requestID).slice('01234567-0123-0123-0123-012345678901'.length);
    for (const one of [our, their]) {
      const { secretId } = one.requestParameters as { secretId: string };
      assert.equal(requested(one), `:${secretId}`);
    }
  }
});
