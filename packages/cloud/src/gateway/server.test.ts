import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

test('refuses: what the HTTP server refuses by itself, with an error document', async () => {
  await using cloud = await startTestCloud();
  const host = `Host: 127.0.0.1:${cloud.port}`;
  const cases = [
    ['GET / HTTP/1.1', 403, 'AccessDenied'],
    ['GET / HTTP/1.1\r\nHost: evil.example', 403, 'AccessDenied'],
    [`POST / HTTP/1.1\r\n${host}\r\nExpect: miracles`, 417, 'ExpectationFailed'],
    [`POST / HTTP/1.1\r\n${host}\r\nContent-Length: many`, 400, 'BadRequest'],
    [
      `GET / HTTP/1.1\r\n${host}\r\nX-A: ${'a'.repeat(40_000)}`,
      431,
      'RequestHeaderSectionTooLarge',
    ],
  ] as const;
  for (const [head, status, code] of cases) {
    const reply = await send(cloud.port, `${head}\r\nConnection: close\r\n\r\n`);
    assert.match(reply, new RegExp(`^HTTP/1.1 ${status} [^]*<Error><Code>${code}</Code>`));
  }
});

test('refuses: an upload whose sender goes away is no defect', async () => {
  await using cloud = await startTestCloud();
  await cloud.s3.createBucket({ Bucket: 'uploads' });
  const gone = new AbortController();
  const Body = Readable.from(beginning(gone));
  const upload = { Bucket: 'uploads', Key: 'a', Body, ContentLength: 9 };
  await assert.rejects(cloud.s3.putObject(upload, { abortSignal: gone.signal }));
  const { KeyCount } = await cloud.s3.listObjectsV2({ Bucket: 'uploads' });
  assert.equal(KeyCount, 0);
});

/** The first bytes; then the sender leaves. */
async function* beginning(sender: AbortController) {
  yield Buffer.from('abc');
  setImmediate(() => sender.abort());
  await once(sender.signal, 'abort');
}

async function send(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.write(bytes);
  let reply = '';
  for await (const text of socket) reply += text;
  return reply;
}
