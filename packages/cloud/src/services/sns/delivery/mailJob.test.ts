import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

const TopicArn = 'arn:aws:sns:us-east-1:123456789012:alerts';

/** An SMTP server that can go away and come back at the same port. */
async function startRelay(t: TestContext) {
  const mails: { readonly mail: Email; readonly raw: string }[] = [];
  let server: SMTPServer | undefined;
  const start = async (port = 0) => {
    server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      closeTimeout: 50,
      onRcptTo: ({ address }, _session, done) =>
        done(
          address.startsWith('nobody')
            ? Object.assign(new Error('No such user'), { responseCode: 550 })
            : null,
        ),
      async onData(stream, _session, done) {
        let raw = '';
        for await (const chunk of stream.setEncoding('utf8')) raw += chunk;
        mails.push({ mail: await PostalMime.parse(raw), raw });
        done();
      },
    });
    server.on('error', () => {});
    server.listen(port, '127.0.0.1');
    await once(server.server, 'listening');
    return (server.server.address() as AddressInfo).port;
  };
  const stop = () => new Promise<void>((resolve) => server?.close(() => resolve()));
  const port = await start();
  t.after(stop);
  return { mails, url: `smtp://127.0.0.1:${port}`, stop, restart: () => start(port) };
}

async function subscribe(cloud: TestCloud, Endpoint = 'eve@example.com', Protocol = 'email') {
  await cloud.sns.subscribe({ TopicArn, Protocol, Endpoint });
  await cloud.settled();
  await fetch(/http:\/\/[^\s"]+/.exec(cloud.mails().at(-1)!.text)![0]);
}

async function publish(cloud: TestCloud, Message: string, more: object = {}) {
  await cloud.sns.publish({ TopicArn, Message, ...more });
  await cloud.settled();
}

test('does: relays over SMTP, and keeps what was relayed', async (t) => {
  const relay = await startRelay(t);
  await using cloud = await startTestCloud({ smtpUrl: relay.url, mailFrom: 'alerts@example.org' });
  await cloud.sns.createTopic({ Name: 'alerts', Attributes: { DisplayName: 'Wächter, "rot"' } });
  await subscribe(cloud);
  await publish(cloud, 'Line with a space at its end: \n- ümlaut\n', { Subject: 'Größe' });
  const { mail } = relay.mails.at(-1)!;
  assert.deepEqual(mail.from, { name: 'Wächter, "rot"', address: 'alerts@example.org' });
  assert.equal(mail.to?.[0]?.address, 'eve@example.com');
  assert.equal(mail.subject, 'Größe');
  assert.match(
    mail.text ?? '',
    /^Line with a space at its end: \n- ümlaut\n\n\n--\nIf you wish to stop/,
  );
  assert.match(mail.messageId ?? '', /^<[0-9a-f-]{36}@example\.org>$/);
  assert.equal(cloud.mails().at(-1)?.delivery, 'relayed');
});

test('does: each protocol gets its own text', async () => {
  await using cloud = await startTestCloud();
  await cloud.sns.createTopic({ Name: 'alerts' });
  await subscribe(cloud);
  await subscribe(cloud, 'json@example.com', 'email-json');
  await publish(cloud, JSON.stringify({ default: 'd', email: 'e' }), { MessageStructure: 'json' });
  const texts = new Map(
    cloud
      .mails()
      .slice(-2)
      .map(({ to, text }) => [to, text]),
  );
  assert.match(texts.get('eve@example.com')!, /^e\n\n--\n/);
  assert.equal(JSON.parse(texts.get('json@example.com')!).Message, 'd');
});

test('does: loses nothing while the relay is away, even when the topic is deleted', async (t) => {
  const relay = await startRelay(t);
  await using cloud = await startTestCloud({ smtpUrl: relay.url });
  await cloud.sns.createTopic({ Name: 'alerts' });
  await subscribe(cloud);
  const before = relay.mails.length;
  await relay.stop();
  await publish(cloud, 'one');
  await publish(cloud, 'two');
  await cloud.sns.deleteTopic({ TopicArn });
  await cloud.advance('20m');
  assert.equal(relay.mails.length, before);
  await relay.restart();
  await cloud.advance('1m');
  const texts = relay.mails.slice(before).map(({ mail }) => mail.text?.slice(0, 3));
  assert.deepEqual(texts.sort(), ['one', 'two']);
});

test('does: what waited for the relay is sent after a restart', async (t) => {
  const relay = await startRelay(t);
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-sns-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const options = { smtpUrl: relay.url, data: { folder } };
  {
    await using cloud = await startTestCloud(options);
    await cloud.sns.createTopic({ Name: 'alerts' });
    await subscribe(cloud);
    await relay.stop();
    await publish(cloud, 'waits');
  }
  await relay.restart();
  await using cloud = await startTestCloud(options);
  await cloud.advance('1m');
  assert.match(relay.mails.at(-1)?.mail.text ?? '', /^waits/);
});

test('does: keeps a mail that the relay refuses for ever', async (t) => {
  const relay = await startRelay(t);
  await using cloud = await startTestCloud({ smtpUrl: relay.url });
  await cloud.sns.createTopic({ Name: 'alerts' });
  await subscribe(cloud, 'nobody@example.com');
  await publish(cloud, 'refused');
  const mail = cloud.mails().at(-1);
  assert.equal(mail?.delivery, 'kept');
  assert.match(mail?.text ?? '', /^refused/);
});

test('refuses: a subject that would be more than one header', async () => {
  await using cloud = await startTestCloud();
  await cloud.sns.createTopic({ Name: 'alerts' });
  for (const Subject of ['a\r\nBcc: b@c.d', 'a\nb', '', 'x'.repeat(101)]) {
    await assert.rejects(publish(cloud, 'm', { Subject }), {
      message: 'Invalid parameter: Subject',
    });
  }
});
