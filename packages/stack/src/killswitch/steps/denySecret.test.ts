import assert from 'node:assert/strict';
import test from 'node:test';
import { startTestCloud } from '@tocsin/testkit';
import { principalOfArn } from '../principal.ts';
import { denySecret } from './denySecret.ts';

const user = (name: string) => principalOfArn(`arn:aws:iam::123456789012:user/${name}`)!;
const session = (name: string) => ({
  ...principalOfArn('arn:aws:iam::123456789012:role/shared')!,
  session: { arn: '', name, userId: `AROAEXAMPLE:${name}` },
});

test('does: one statement names all whom the secret denies, and each is taken out alone', async () => {
  await using cloud = await startTestCloud();
  const { ARN = '' } = await cloud.secretsmanager.createSecret({ Name: 'bait', SecretString: 'x' });
  const statements = async () => {
    const { ResourcePolicy } = await cloud.secretsmanager.getResourcePolicy({ SecretId: ARN });
    return ResourcePolicy ? JSON.parse(ResourcePolicy).Statement : [];
  };
  const steps = [
    ...Array.from({ length: 150 }, (_, index) =>
      denySecret(cloud.secretsmanager, ARN, user(`reader-${index}`), 'principal'),
    ),
    ...['one', 'two'].map((name) =>
      denySecret(cloud.secretsmanager, ARN, session(name), 'session'),
    ),
  ];
  for (const step of steps) await step.apply();
  for (const step of steps) assert.equal(await step.readBack(), true);
  assert.deepEqual(
    (await statements()).map(({ Sid }: { Sid: string }) => Sid),
    ['TocsinContainment', 'TocsinContainmentOfSessions'],
  );
  const [first, second, ...others] = steps;
  assert.match((await first!.undo!())!, /user\/reader-0 in statement TocsinContainment/);
  assert.equal(await first!.undo!(), undefined, 'there is nothing any more');
  assert.equal(await first!.readBack(), false);
  assert.equal(await second!.readBack(), true);
  for (const step of [second, ...others]) await step!.undo!();
  assert.deepEqual(await statements(), []);
});

test('does: who writes at the same time does not take another out', async () => {
  await using cloud = await startTestCloud();
  const { ARN = '' } = await cloud.secretsmanager.createSecret({ Name: 'bait', SecretString: 'x' });
  const { secretsmanager } = cloud;
  const other = denySecret(secretsmanager, ARN, user('other'), 'principal');
  let writes = 0;
  const raced = new Proxy(secretsmanager, {
    get: (secrets, name) =>
      name !== 'putResourcePolicy'
        ? Reflect.get(secrets, name)
        : async (input: Parameters<typeof secrets.putResourcePolicy>[0]) => {
            writes += 1;
            const answer = await secrets.putResourcePolicy(input);
            // The other had read the policy before this write.
            if (writes === 1) {
              await secrets.deleteResourcePolicy({ SecretId: ARN });
              await other.apply();
            }
            return answer;
          },
  });
  const own = denySecret(raced, ARN, user('own'), 'principal');
  await own.apply();
  assert.equal(writes, 2);
  assert.equal(await own.readBack(), true);
  assert.equal(await other.readBack(), true);
});
