import assert from 'node:assert/strict';
import { createVerify, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import http, { createServer, type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startTestCloud, type TestCloud } from '@tocsin/testkit';
import MessageValidator from 'sns-validator';

const TopicArn = 'arn:aws:sns:us-east-1:123456789012:alerts';

interface Received {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An HTTP server that keeps what it is sent and answers with the status of the moment. */
async function startReceiver(t: TestContext) {
  const requests: Received[] = [];
  const receiver = { requests, status: 200, url: '', last: () => requests.at(-1)! };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    requests.push({ url: request.url!, headers: request.headers, body });
    response.writeHead(receiver.status, { location: '/elsewhere' }).end('ok');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?a=b`;
  return receiver;
}

async function startSubscribed(
  t: TestContext,
  topic: Record<string, string> = {},
  Attributes: Record<string, string> = {},
) {
  const cloud = await startTestCloud();
  t.after(() => cloud[Symbol.asyncDispose]());
  const receiver = await startReceiver(t);
  await cloud.sns.createTopic({ Name: 'alerts', Attributes: topic });
  await cloud.sns.subscribe({ TopicArn, Protocol: 'http', Endpoint: receiver.url, Attributes });
  await cloud.settled();
  const request = receiver.last();
  await fetch(JSON.parse(request.body).SubscribeURL);
  return { cloud, receiver, confirmation: request };
}

async function publish(cloud: TestCloud, message: string, more: object = {}) {
  await cloud.sns.publish({ TopicArn, Message: message, ...more });
  await cloud.settled();
}

/** Checks a signature as subscribers do. The validator insists on AWS's host, so https leads here. */
function validate(t: TestContext, cloud: TestCloud, body: string): Promise<unknown> {
  const message = JSON.parse(body);
  const { pathname } = new URL(message.SigningCertURL);
  t.mock.method(https, 'get', (url: string, answer: (response: http.IncomingMessage) => void) =>
    http.get(cloud.endpoint + new URL(url).pathname, answer),
  );
  message.SigningCertURL = `https://sns.${new URL(cloud.endpoint).port}.amazonaws.com${pathname}`;
  return new Promise((resolve, reject) => {
    new MessageValidator().validate(message, (error, valid) =>
      error ? reject(error) : resolve(valid),
    );
  });
}

/** The validator forgets the token of this type; AWS's guide has it signed. */
async function signatureHolds(message: Record<string, string>): Promise<boolean> {
  const names = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names.map((name) => `${name}\n${message[name]}\n`).join('');
  const certificate = await (await fetch(message.SigningCertURL!)).text();
  return createVerify('sha1').update(text).verify(certificate, message.Signature!, 'base64');
}

test('does: asks for confirmation, with headers and body of AWS', async (t) => {
  const { cloud, receiver, confirmation } = await startSubscribed(t);
  const { 'x-amz-sns-message-id': messageId, host, ...headers } = confirmation.headers;
  const body = JSON.parse(confirmation.body);
  assert.equal(confirmation.url, '/hook?a=b');
  assert.equal(messageId, body.MessageId);
  assert.deepEqual(headers, {
    'content-length': String(Buffer.byteLength(confirmation.body)),
    'x-amz-sns-message-type': 'SubscriptionConfirmation',
    'x-amz-sns-topic-arn': TopicArn,
    'content-type': 'text/plain; charset=UTF-8',
    'user-agent': 'Amazon Simple Notification Service Agent',
    'accept-encoding': 'gzip,deflate',
    connection: 'close',
  });
  assert.match(body.Token, /^2336412f37[0-9a-f]{246}$/);
  assert.equal(
    body.SubscribeURL,
    `${cloud.endpoint}/?Action=ConfirmSubscription&TopicArn=${TopicArn}&Token=${body.Token}`,
  );
  assert.equal(body.Signature.length, 344);
  assert.equal(receiver.requests.length, 1);
});

const capture = join(
  import.meta.dirname,
  '../../../../../../../shared/data/aws-captures/sns/http_delivery.json',
);

test('does: lays bodies out as AWS does, byte for byte', {
  skip: existsSync(capture) ? false : 'needs ../shared/data',
}, async (t) => {
  const { cloud, receiver, confirmation } = await startSubscribed(t);
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'wrapped' } };
  await publish(cloud, 'm', { Subject: 's', MessageAttributes });
  const { requests } = JSON.parse(readFileSync(capture, 'utf8'));
  const skeleton = (body: string) => body.replace(/" : ".*"/g, '" : "…"');
  assert.equal(skeleton(confirmation.body), skeleton(requests[0].event.body));
  assert.equal(skeleton(receiver.last().body), skeleton(requests[1].event.body));
  const names = (headers: object) =>
    Object.keys(headers)
      .filter((name) => name !== 'connection')
      .sort();
  assert.deepEqual(names(receiver.last().headers), names(requests[1].event.headers));
});

for (const version of ['1', '2']) {
  test(`does: signs with version ${version} so that the AWS validator agrees`, async (t) => {
    const { cloud, receiver, confirmation } = await startSubscribed(t, {
      SignatureVersion: version,
    });
    await validate(t, cloud, confirmation.body);
    await publish(cloud, 'Zeile 1\nΔ "x"', { Subject: 'An alert' });
    const { body } = receiver.last();
    assert.equal(JSON.parse(body).SignatureVersion, version);
    await validate(t, cloud, body);
    await assert.rejects(
      validate(t, cloud, body.replace('Zeile', 'zeile')),
      /signature is invalid/,
    );
  });
}

test('does: serves a certificate that others can read', async (t) => {
  const { cloud, confirmation } = await startSubscribed(t);
  const url = JSON.parse(confirmation.body).SigningCertURL;
  assert.match(url, new RegExp(`^${cloud.endpoint}/SimpleNotificationService-[0-9a-f]{32}\\.pem$`));
  const certificate = new X509Certificate(await (await fetch(url)).text());
  assert.equal(certificate.subject, 'CN=sns.amazonaws.com');
  assert.ok(certificate.verify(certificate.publicKey));
  assert.equal((await fetch(url.replace(/[0-9a-f]{32}/, '0'.repeat(32)))).status, 404);
});

test('does: tells the endpoint when its subscription ended by link', async (t) => {
  const { cloud, receiver } = await startSubscribed(t);
  await publish(cloud, 'm');
  await fetch(JSON.parse(receiver.last().body).UnsubscribeURL);
  await cloud.settled();
  const { headers, body } = receiver.last();
  assert.equal(headers['x-amz-sns-message-type'], 'UnsubscribeConfirmation');
  assert.ok(await signatureHolds(JSON.parse(body)));
  await fetch(JSON.parse(body).SubscribeURL);
  await publish(cloud, 'again');
  assert.equal(JSON.parse(receiver.last().body).Message, 'again');
});

test('does: raw delivery sends the message alone', async (t) => {
  const { cloud, receiver } = await startSubscribed(
    t,
    {},
    {
      RawMessageDelivery: 'true',
      DeliveryPolicy: '{"requestPolicy":{"headerContentType":"application/json"}}',
    },
  );
  await publish(cloud, '{"a":1}');
  const { headers, body } = receiver.last();
  assert.equal(body, '{"a":1}');
  assert.equal(headers['x-amz-sns-rawdelivery'], 'true');
  assert.equal(headers['content-type'], 'application/json');
});

test('does: a filter policy chooses the messages', async (t) => {
  const { cloud, receiver } = await startSubscribed(t, {}, { FilterPolicy: '{"kind":["a"]}' });
  const kind = (StringValue: string) => ({
    MessageAttributes: { kind: { DataType: 'String', StringValue } },
  });
  await publish(cloud, 'yes', kind('a'));
  await publish(cloud, 'no', kind('b'));
  await publish(cloud, 'no');
  assert.deepEqual(
    receiver.requests.slice(1).map(({ body }) => JSON.parse(body).Message),
    ['yes'],
  );
});

test('does: tries a broken endpoint three times more, twenty seconds apart', async (t) => {
  const { cloud, receiver } = await startSubscribed(t);
  receiver.status = 503;
  await publish(cloud, 'm');
  const attempts = () => receiver.requests.length - 1;
  assert.equal(attempts(), 1);
  await cloud.advance('20s');
  assert.equal(attempts(), 2);
  await cloud.advance('1h');
  assert.equal(attempts(), 4);
});

for (const status of [302, 404]) {
  test(`does: an endpoint that answers ${status} is not tried again, nor followed`, async (t) => {
    const { cloud, receiver } = await startSubscribed(t);
    receiver.status = status;
    await publish(cloud, 'm');
    await cloud.advance('1h');
    assert.deepEqual(
      receiver.requests.slice(1).map(({ url }) => url),
      ['/hook?a=b'],
    );
  });
}

test('does: what an endpoint refuses goes to the dead-letter queue as it was sent', async (t) => {
  const dead = 'arn:aws:sqs:us-east-1:123456789012:dead';
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead });
  const { cloud, receiver } = await startSubscribed(t, {}, { RedrivePolicy });
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: dead,
    },
  });
  const { QueueUrl } = await cloud.sqs.createQueue({ QueueName: 'dead', Attributes: { Policy } });
  receiver.status = 410;
  await publish(cloud, 'm');
  const { Messages } = await cloud.sqs.receiveMessage({ QueueUrl, MessageAttributeNames: ['All'] });
  assert.equal(Messages?.[0]?.Body, receiver.last().body);
  assert.equal(Messages?.[0]?.MessageAttributes?.ErrorCode?.StringValue, '410');
});
