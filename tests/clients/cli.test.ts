import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, test } from 'node:test';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/** The command line as a user has it: the real program, in processes of its own. */
const program = join(import.meta.dirname, '../../packages/cli/bin/tocsin.js');
const home = mkdtempSync(join(tmpdir(), 'tocsin-cli-'));
const env = { PATH: process.env.PATH, HOME: home, TOCSIN_HOME: join(home, 'tocsin') };
const started = new Set<ChildProcess>();

after(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

describe('a box on the command line', async () => {
  const data = join(home, 'data');
  const adminKey = 'AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const up = await startUp('--data', data, '--clock', 'virtual', '--admin-key', adminKey);
  const { endpoint, port } = up;

  test('env prints what an SDK needs, and only its keys open the door', async () => {
    const variables = JSON.parse((await tocsin('env', '--json')).stdout);
    assert.equal(variables.AWS_ENDPOINT_URL, endpoint);
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = variables;
    assert.equal(`${accessKeyId}:${secretAccessKey}`, adminKey);
    assert.match((await whoAmI(endpoint, { accessKeyId, secretAccessKey }))!, /tocsin-admin$/);
    await assert.rejects(whoAmI(endpoint, { accessKeyId, secretAccessKey: 'guessed' }), {
      name: 'SignatureDoesNotMatch',
    });
    await assert.rejects(whoAmI(endpoint, { accessKeyId: 'test', secretAccessKey: 'test' }), {
      name: 'InvalidClientTokenId',
    });
  });

  test('env is a script that sh runs as it is', async () => {
    const script = `${(await tocsin('env')).stdout}\necho "$AWS_ENDPOINT_URL \${AWS_PROFILE-none}"`;
    const child = spawn('sh', ['-c', script], { env: { ...env, AWS_PROFILE: 'work' } });
    assert.equal(await text(child.stdout), `${endpoint} none\n`);
  });

  test('the run file is for its owner alone', () => {
    assert.equal(statSync(up.runFile).mode & 0o777, 0o600);
    assert.equal(JSON.parse(readFileSync(up.runFile, 'utf8')).data, data);
  });

  test('status tells of it by port, by folder, or as the only one', async () => {
    for (const which of [[], ['--port', port], ['--data', data]]) {
      const status = JSON.parse((await tocsin('status', '--json', ...which)).stdout);
      assert.equal(status.endpoint, endpoint);
      assert.equal(status.data, data);
    }
    const other = await tocsin('status', '--port', '9');
    assert.deepEqual([other.code, other.stdout], [1, '']);
    assert.match(other.stderr, /^tocsin: No box runs on port 9\. These do: port \d+/);
  });

  test('a foreign Host header is refused', async () => {
    const outgoing = request(`${endpoint}/_tocsin/ready`, { headers: { host: 'evil.example' } });
    const [response] = await once(outgoing.end(), 'response');
    response.resume();
    assert.equal(response.statusCode, 403);
  });

  test('a second box on the same folder or port says what to do', async () => {
    const sameFolder = await tocsin('up', '--port', '0', '--data', data);
    assert.equal(sameFolder.code, 1);
    assert.match(sameFolder.stderr, /^tocsin: The data folder .* is in use by another tocsin\./);
    const samePort = await tocsin('up', '--port', port, '--memory');
    assert.equal(samePort.code, 1);
    assert.match(samePort.stderr, /is in use by another tocsin .*--port 0\n$/);
    assert.equal((await tocsin('status')).code, 0);
  });

  test('the clock moves when told, the mailbox is empty', async () => {
    const read = async (...line: string[]) => JSON.parse((await tocsin(...line, '--json')).stdout);
    const before = await read('clock');
    const later = await read('clock', 'advance', '5m');
    assert.equal(later.nowMs - before.nowMs, 300_000);
    assert.match((await tocsin('mail')).stdout, /empty/);
    assert.match((await tocsin('clock', 'advance', 'soon')).stderr, /not a duration/);
  });

  test('reset asks first, and leaves an empty box with the same keys', async () => {
    const unasked = await tocsin('reset');
    assert.deepEqual([unasked.code, /--yes/.test(unasked.stderr)], [1, true]);
    const [before] = (await tocsin('env')).stdout.split('#');
    assert.equal((await tocsin('reset', '--yes')).code, 0);
    assert.equal(JSON.parse((await tocsin('status', '--json')).stdout).records, 0);
    assert.equal((await tocsin('env')).stdout.split('#')[0], before);
  });

  test('down ends it; its data stays and its run file goes', async () => {
    assert.equal((await tocsin('down')).code, 0);
    assert.equal(await up.code, 0);
    assert.ok(existsSync(join(data, 'state.db')));
    assert.equal(existsSync(up.runFile), false);
    assert.match((await tocsin('status')).stderr, /^tocsin: No box runs\. Start one: tocsin up\n$/);
  });
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} ends a box cleanly, however often it comes`, async () => {
    const up = await startUp('--memory');
    assert.ok(existsSync(up.runFile));
    up.child.kill(signal);
    up.child.kill(signal);
    assert.equal(await up.code, 0);
    assert.equal(existsSync(up.runFile), false);
  });
}

test('a box that others can reach says so loudly', async () => {
  const up = await startUp('--memory', '--host', '0.0.0.0');
  up.child.kill('SIGINT');
  assert.match(await up.stderr, /^WARNING: this box listens on 0\.0\.0\.0/);
  assert.equal(await up.code, 0);
});

test('what is not understood has exit code 2', async () => {
  for (const line of [['upp'], ['up', '--prot', '1'], ['up', '--memory', '--data', 'x']]) {
    const { code, stdout, stderr } = await tocsin(...line);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^tocsin: .* See: tocsin [ \w-]+\n$/);
  }
});

test('the demo tells the whole road and ends with the alarm mail', async () => {
  const { code, stdout, stderr } = await tocsin('demo', '--once', '--port', '0', '--json');
  assert.deepEqual([code, stderr], [0, '']);
  const road = JSON.parse(stdout);
  const hops = road.hops.map(({ name }: { name: string }) => name);
  assert.deepEqual(hops, ['record', 'log event', 'metric', 'alarm', 'mail']);
  assert.match(road.alarmMail.subject, /^ALARM: "SecretsMonitorAlert" in /);
  assert.match(road.rawMail.text, /^{"s3Bucket":"fanoy-cloudtrail-logs"/);
  assert.match(road.reader.arn, /:user\/SecMonitorUser$/);
});

test('npm start is ready on its own, and ends with npm', async () => {
  const npm = spawn('npm', ['start'], { cwd: join(import.meta.dirname, '../..'), env });
  started.add(npm);
  let said = '';
  for await (const chunk of npm.stdout.setEncoding('utf8')) {
    said += chunk;
    if (/^ready {2}/m.test(said)) npm.kill('SIGTERM');
  }
  assert.match(said, /The box has ended, and its data is gone\.\n$/);
});

async function tocsin(...line: readonly string[]) {
  const { child, code, stdout, stderr } = spawnTocsin(line);
  child.stdin.end();
  return { code: await code, stdout: await stdout, stderr: await stderr };
}

/** `tocsin up` on a free port; resolves once it has said where it is. */
async function startUp(...line: readonly string[]) {
  const up = spawnTocsin(['up', '--port', '0', ...line]);
  const greeting = await Promise.race([
    once(up.child.stdout, 'data').then(String),
    up.stderr.then((said) => Promise.reject(new Error(`tocsin up: ${said}`))),
  ]);
  const endpoint = /http:\S+/.exec(greeting)![0];
  const { port } = new URL(endpoint);
  return { ...up, endpoint, port, runFile: join(env.TOCSIN_HOME, 'run', `${port}.json`) };
}

function spawnTocsin(line: readonly string[]) {
  const child = spawn(process.execPath, [program, ...line], { env });
  started.add(child);
  const code = once(child, 'exit').then(([exitCode]) => {
    started.delete(child);
    return exitCode as number | null;
  });
  return { child, code, stdout: text(child.stdout), stderr: text(child.stderr) };
}

async function whoAmI(
  endpoint: string,
  credentials: { accessKeyId: string; secretAccessKey: string },
) {
  const client = new STSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  return (await client.send(new GetCallerIdentityCommand({}))).Arn;
}
