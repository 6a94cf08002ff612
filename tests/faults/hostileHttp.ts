import type { Attempt, Source } from './attempt.ts';

/** Bytes that are no HTTP, or HTTP that contradicts itself: nobody knows yet what is wanted. */
export function hostileHttp({ chance, host }: Source): Attempt {
  const [about, bytes] = chance.pick(kinds)({ chance, host });
  return {
    about: `http: ${about}`,
    bytes: Buffer.from(bytes as Buffer),
    thenEnd: true,
    may: 'closed',
  };
}

type Make = (from: Pick<Source, 'chance' | 'host'>) => [about: string, bytes: Buffer | string];

const head = (host: string, ...lines: string[]) =>
  ['POST / HTTP/1.1', `Host: ${host}`, 'Connection: close', ...lines, '', ''].join('\r\n');

const kinds: readonly Make[] = [
  ({ chance }) => ['random bytes', chance.bytes(chance.between(1, 400))],
  ({ chance }) => ['random bytes and line ends', `${chance.bytes(40)}\r\n\r\n${chance.bytes(40)}`],
  ({ chance, host }) => {
    const whole = head(host, 'Content-Length: 0');
    return ['half a head', whole.slice(0, chance.between(1, whole.length - 1))];
  },
  ({ chance }) => ['no version', `GET /${chance.word()}\r\n\r\n`],
  ({ chance }) => ['another version', `GET / HTTP/${chance.below(99)}.${chance.below(9)}\r\n\r\n`],
  ({ chance, host }) => ['no such method', head(host).replace('POST', chance.word().toUpperCase())],
  () => ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ({ chance }) => ['TLS', Buffer.concat([Buffer.from('16030100c8', 'hex'), chance.bytes(200)])],
  () => ['a proxy line', 'PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET / HTTP/1.1\r\n\r\n'],
  () => ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  () => ['a foreign host', head('evil.example')],
  ({ host }) => ['a tunnel', `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
  ({ host }) => ['an upgrade', head(host, 'Upgrade: websocket', 'Connection: Upgrade')],
  ({ host }) => ['an expectation', head(host, 'Expect: the-impossible', 'Content-Length: 0')],
  ({ host }) => ['two lengths', `${head(host, 'Content-Length: 3', 'Content-Length: 4')}abcd`],
  ({ host }) => [
    'length and chunks',
    `${head(host, 'Content-Length: 3', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
  ],
  ({ host, chance }) => [
    'a length that is none',
    `${head(host, `Content-Length: ${chance.pick(['-1', '1e3', '0x10', '9'.repeat(30), ' ', 'a'])}`)}a`,
  ],
  ({ host, chance }) => [
    'a chunk that is none',
    `${head(host, 'Transfer-Encoding: chunked')}${chance.pick(['x', 'fffffffffffffffff', '-1', '1;'])}\r\nab\r\n`,
  ],
  ({ host }) => ['half a chunk', `${head(host, 'Transfer-Encoding: chunked')}ff\r\nabc`],
  ({ host }) => ['another coding', `${head(host, 'Transfer-Encoding: gzip')}abc`],
  ({ host, chance }) => [
    'a long header',
    head(host, `X-Long: ${'x'.repeat(chance.between(33_000, 99_000))}`),
  ],
  ({ host }) => [
    'thousands of headers',
    head(host, ...Array.from({ length: 3_000 }, (_, n) => `X-${n}: 1`)),
  ],
  ({ host, chance }) => ['a header without a colon', head(host, chance.word())],
  ({ host, chance }) => [
    'controls in a header',
    head(host, `X-A: a${chance.pick(['\0', '\x01', '\x7f', '\r', '\n'])}b`),
  ],
  ({ host }) => ['a folded header', head(host, 'X-A: a', ' b')],
  ({ host, chance }) => [
    'a long target',
    head(host).replace('/', `/${'a'.repeat(chance.between(33_000, 70_000))}`),
  ],
  ({ host }) => ['a target with controls', head(host).replace('/', '/a\0b')],
];
