import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { adminKey, startBox, temporaryFolder } from './box.ts';
import { type BoxClients, clientsOf } from './clients.ts';
import { confirm, startRelay } from './relay.ts';

const TopicArn = 'arn:aws:sns:us-east-1:000000000000:alerts';

/** The box retries a relay that is away after 1, 2, 5, … seconds, here in real time. */
const title = 'mails wait for an SMTP relay that is away, over a restart too, and arrive';

test(title, { timeout: 60_000 }, async (t) => {
  using folder = temporaryFolder();
  const relay = await startRelay();
  t.after(relay.leave);
  const options = ['--data', join(folder.path, 'data'), '--smtp', relay.url];
  let box = await startBox(folder.path, options);
  t.after(() => box.kill());
  await subscribe(clientsOf(box.endpoint, adminKey));
  await relay.until((mails) => mails.length === 1, 'the confirmation');
  await confirm(relay.mails[0]!);

  await t.test('away for a moment', async () => {
    await relay.leave();
    const messages = await publish(clientsOf(box.endpoint, adminKey), 'first', 10);
    await waiting(10);
    await relay.comeBack();
    await arrived(messages);
    await waiting(0);
  });

  await t.test('away while the box ends, is killed and starts again', async () => {
    await relay.leave();
    const messages = await publish(clientsOf(box.endpoint, adminKey), 'second', 10);
    await waiting(10);
    await box.kill('SIGTERM');
    box = await startBox(folder.path, options);
    await waiting(10);
    messages.push(...(await publish(clientsOf(box.endpoint, adminKey), 'third', 10)));
    await box.kill('SIGKILL');
    await relay.comeBack();
    box = await startBox(folder.path, options);
    await arrived(messages);
    await waiting(0);
  });

  await t.test('each mail came once, for the relay took none that it did not say', () => {
    const notices = relay.mails.slice(1).map(messageOf);
    assert.equal(notices.length, 30);
    assert.equal(new Set(notices).size, 30);
    assert.equal(box.complaints(), '');
  });

  /** Resolves once so many mails wait in the box. */
  async function waiting(count: number) {
    for (;;) {
      const { jobs } = await box.status();
      if ((jobs['sns.mail'] ?? 0) === count) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  async function arrived(messages: readonly string[]) {
    const came = () => new Set(relay.mails.map(messageOf));
    const missing = () => messages.filter((message) => !came().has(message));
    await relay.until(() => missing().length === 0, messages.join());
  }
});

async function subscribe({ sns }: BoxClients) {
  await sns.createTopic({ Name: 'alerts' });
  await sns.subscribe({ TopicArn, Protocol: 'email', Endpoint: 'eve@example.com' });
}

async function publish({ sns }: BoxClients, name: string, count: number): Promise<string[]> {
  const messages = Array.from({ length: count }, (_, index) => `message-${name}-${index}.`);
  await Promise.all(messages.map((Message) => sns.publish({ TopicArn, Message })));
  return messages;
}

const messageOf = (mail: string) => /message-[\w-]+\./.exec(mail)?.[0];
