import { notImplemented } from '../../kernel/error.ts';
import { invalid, type Protocol } from './state.ts';

export interface Endpoint {
  readonly protocol: Protocol;
  /** As it is shown, without the password of an https address. */
  readonly shown: string;
  /** `user:password` of an https address. */
  readonly credentials?: string;
}

/** Checks where a subscription delivers to. Throws AWS's error. */
export function checkEndpoint(protocol: string, endpoint: string | undefined): Endpoint {
  if (laterProtocols.has(protocol)) throw notImplemented(`Subscribe: Protocol ${protocol}`);
  if (!Object.hasOwn(checks, protocol)) {
    throw invalid(`Amazon SNS does not support this protocol string: ${protocol}`);
  }
  const check = checks[protocol as Protocol];
  if (!endpoint) throw invalid('Endpoint Reason: Endpoint cannot be empty');
  return { protocol: protocol as Protocol, ...check(endpoint) };
}

/** Protocols that AWS has and this cloud has not. */
const laterProtocols = new Set(['sms', 'application', 'firehose']);

const checks: Readonly<Record<Protocol, (endpoint: string) => Omit<Endpoint, 'protocol'>>> = {
  email: checkAddress,
  'email-json': checkAddress,
  http: (endpoint) => checkUrl(endpoint, 'http:'),
  https: (endpoint) => checkUrl(endpoint, 'https:'),
  sqs: checkQueue,
  lambda: checkFunction,
};

/** One address and nothing else: no list, no name, no line break. */
function checkAddress(endpoint: string) {
  if (!mailAddress.test(endpoint) || endpoint.length > mailAddressLimit) {
    throw invalid('Email address');
  }
  return { shown: endpoint };
}

const mailAddress = /^[^\s@,;:<>()[\]"\\\p{Cc}]+@[^\s@,;:<>()[\]"\\\p{Cc}]+$/u;
const mailAddressLimit = 320;

function checkUrl(endpoint: string, scheme: string) {
  if (!endpoint.startsWith(`${scheme}//`)) {
    throw invalid('Endpoint must match the specified protocol');
  }
  const url = URL.parse(endpoint);
  if (!url || endpoint.length > urlLimit) throw invalid('Endpoint Reason: Invalid URL');
  if (url.username === '' && url.password === '') return { shown: endpoint };
  if (scheme === 'http:') {
    throw invalid(
      'Endpoint Reason: Please use HTTPS for subscriptions that contain inline credentials',
    );
  }
  const user = decodeURIComponent(url.username);
  return {
    shown: endpoint.replace(/^https:\/\/[^@/?#]*@/, `https://${url.username}:****@`),
    credentials: `${user}:${decodeURIComponent(url.password)}`,
  };
}

const urlLimit = 2_048;

function checkQueue(endpoint: string) {
  if (!queueArn.test(endpoint)) throw invalid('SQS endpoint ARN');
  if (endpoint.endsWith('.fifo')) {
    throw invalid(
      'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    );
  }
  return { shown: endpoint };
}

function checkFunction(endpoint: string) {
  if (!functionArn.test(endpoint)) throw invalid('Lambda endpoint ARN');
  return { shown: endpoint };
}

const functionArn = /^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[\w-]{1,64}(?::[\w$-]+)?$/;
export const queueArn = /^arn:aws:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]{1,80}$/;
