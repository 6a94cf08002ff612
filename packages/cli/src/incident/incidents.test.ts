import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { policyText, startTestCloud, type TestCloud } from '@tocsin/testkit';
import { tocsin } from '../main.ts';
import { plain, type Terminal } from '../terminal.ts';

let cloud: TestCloud;
const known = { ...process.env };

before(async () => {
  cloud = await startTestCloud({ clock: 'system' });
  const { accessKeyId, secretAccessKey } = cloud.administrator;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: 'us-east-1',
  });
  await cloud.s3.createBucket({ Bucket: 'tocsin-evidence-123456789012-us-east-1' });
  await cloud.secretsmanager.createSecret({ Name: 'prod/db', SecretString: 'never shown' });
  for (const [UserName, Action] of [
    ['alice', 'secretsmanager:GetSecretValue'],
    ['mallory', 'iam:*'],
  ] as const) {
    await cloud.iam.createUser({ UserName });
    const PolicyDocument = policyText([{ Effect: 'Allow', Action, Resource: '*' }]);
    await cloud.iam.putUserPolicy({ UserName, PolicyName: 'own', PolicyDocument });
  }
  await cloud.iam.createUser({ UserName: 'eve', Path: '/break-glass/' });
});

after(async () => {
  process.env = known;
  await cloud[Symbol.asyncDispose]();
});

test('refuses: what is no principal, what may not be done, and what was not confirmed', async () => {
  const cases: [line: string, code: number, said: RegExp][] = [
    ['contain', 2, /Say whom/],
    ['contain alice', 2, /is no principal/],
    ['contain arn:aws:iam::999999999999:user/x', 1, /of another account/],
    ['contain user/alice', 1, /add --yes/],
    ['contain user/nobody --yes --verify-seconds 0', 1, /does not exist/],
    ['contain user/break-glass/eve --yes --verify-seconds 0', 1, /break-glass/],
    ['contain user/alice --yes --incident none', 1, /^tocsin: There is no incident none/],
    ['restore user/alice', 2, /--reason/],
    ['restore user/alice --yes --reason x', 1, /no containment/],
    ['incidents nothing', 1, /There is no incident/],
  ];
  for (const [line, code, said] of cases) {
    const { exitCode, text } = await run(line);
    assert.match(text, said, line);
    assert.equal(exitCode, code, line);
  }
});

test('does: shows the plan, contains, lists, tells and restores', async () => {
  const dry = await run('contain user/alice --secret prod/db --dry-run');
  assert.match(dry.text, /would deny on the secret\n {2}would deny the user/);
  const { PolicyNames } = await cloud.iam.listUserPolicies({ UserName: 'alice' });
  assert.deepEqual(PolicyNames, ['own']);

  const done = await run('contain user/alice --secret prod/db --verify-seconds 0 --yes --json');
  assert.equal(done.exitCode, 0, done.text);
  const { id, grade } = JSON.parse(done.text);
  assert.equal(grade, 'contained');
  assert.match((await run('incidents')).text, new RegExp(`${id} +contained +user alice +prod/db`));
  const told = await run(`incidents ${id}`);
  assert.match(told.text, /Outcome: contained/);
  assert.doesNotMatch(told.text + done.text, /never shown/);

  const restored = await run('restore user/alice --reason drill --yes');
  assert.equal(restored.exitCode, 0, restored.text);
  assert.match((await run('incidents')).text, new RegExp(`${id} +restored`));
});

test('does: ends with 3 where the principal could have undone it', async () => {
  const { exitCode, text } = await run('contain user/mallory --verify-seconds 0 --yes');
  assert.equal(exitCode, 3, text);
  assert.match(text, /could have undone it by: iam:AttachUserPolicy/);
});

test('does: leaves out what joined an incident, and says how many', async () => {
  const own = JSON.parse((await run('incidents --last 1 --json')).text)[0];
  const joined = { ...own, id: `${own.id}-further`, state: 'joined', joins: own.id };
  await cloud.s3.putObject({
    Bucket: 'tocsin-evidence-123456789012-us-east-1',
    Key: `joined/${joined.id}.json`,
    Body: JSON.stringify(joined),
  });
  const { text } = await run('incidents');
  assert.doesNotMatch(text, /-further/);
  assert.match(text, /One more joined these or others: tocsin incidents --all/);
  assert.match((await run('incidents --all')).text, /-further +joined/);
});

async function run(line: string) {
  const lines: string[] = [];
  const terminal: Terminal = {
    interactive: false,
    paint: plain,
    columns: 120,
    print: (text = '') => void lines.push(text),
    warn: (text) => void lines.push(text),
    ask: async () => '',
  };
  const exitCode = await tocsin(line.split(' '), terminal, process.env);
  return { exitCode, text: lines.join('\n') };
}
