import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findBox } from './find.ts';
import { type Box, removeRunFile, writeRunFile } from './runFile.ts';

const home = mkdtempSync(join(tmpdir(), 'tocsin-find-'));
const environment = { TOCSIN_HOME: home };
const server = createServer((_, response) => void response.end('{"ready":true}')).listen(0);
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
after(() => {
  server.close();
  rmSync(home, { recursive: true });
});

/** Boxes of different names that all answer at the one server. */
const box = (ofPort: number, more: Partial<Box> = {}): Box => ({
  pid: process.pid,
  port: ofPort,
  endpoint: `http://127.0.0.1:${port}`,
  data: `/data/${ofPort}`,
  accountId: '000000000000',
  region: 'us-east-1',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'secret',
  startedMs: 0,
  version: '0.1.0',
  ...more,
});
const runFile = (ofPort: number) => join(home, 'run', `${ofPort}.json`);
const anyBox = { port: undefined, data: undefined };

test('without a box the message says how to start one', async () => {
  await assert.rejects(findBox(anyBox, environment), /^Error: No box runs\. Start one: tocsin up$/);
  await assert.rejects(
    findBox({ ...anyBox, port: 99 }, { ...environment, npm_command: 'exec' }),
    /No box runs on port 99\. Start one: npx tocsin up --port 99/,
  );
});

test('the run file is for its owner alone', () => {
  writeRunFile(box(1), environment);
  assert.equal(statSync(runFile(1)).mode & 0o777, 0o600);
  assert.equal(statSync(join(home, 'run')).mode & 0o777, 0o700);
});

test('the only one is found, one of several by port or folder', async () => {
  assert.equal((await findBox(anyBox, environment)).port, 1);
  writeRunFile(box(2), environment);
  await assert.rejects(
    findBox(anyBox, environment),
    /Several boxes run: port 1 \(\/data\/1\); port 2 \(\/data\/2\)\. Say which with --port\./,
  );
  assert.equal((await findBox({ ...anyBox, port: 2 }, environment)).port, 2);
  assert.equal((await findBox({ ...anyBox, data: '/data/1' }, environment)).port, 1);
  await assert.rejects(findBox({ ...anyBox, port: 3 }, environment), /No box runs on port 3/);
  removeRunFile(box(2), environment);
});

test('the file of a process that is gone is cleared away', async () => {
  const goneProcess = 2 ** 22 + 1;
  writeRunFile(box(4, { pid: goneProcess }), environment);
  assert.equal((await findBox(anyBox, environment)).port, 1);
  assert.equal(existsSync(runFile(4)), false);
});

test('a box that lives and does not answer is not taken', async () => {
  writeRunFile(box(5, { endpoint: 'http://127.0.0.1:9' }), environment);
  assert.equal((await findBox(anyBox, environment)).port, 1);
});

test('the file of another box on the same port stays', () => {
  removeRunFile(box(1, { pid: 1 }), environment);
  assert.ok(existsSync(runFile(1)));
});
