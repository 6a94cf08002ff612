import { type Attempt, type Kind, signed, unsigned } from './attempt.ts';

/** Signed requests whose bodies are longer or shorter than they say. */
export const hostileFraming: Kind = async (source) => {
  const { chance } = source;
  const sound = await source.sound(({ body }) => body.length > 1);
  const { body } = sound;
  const [about, framing] = chance.pick<readonly [string, Readonly<Record<string, string>>]>([
    ['ends early', { 'content-length': String(body.length + chance.between(1, 1_000_000)) }],
    ['goes on', { 'content-length': String(chance.below(body.length)) }],
    ['has chunks that are none', { 'transfer-encoding': 'chunked' }],
    ['has an empty length', { 'content-length': '' }],
  ]);
  const bytes = signed(source, sound, framing);
  return { ...attempt(sound, `a body that ${about}`, bytes), thenEnd: true, may: 'closed' };
};

/** More than the box takes of any service. */
export const hostileSize: Kind = async (source) => {
  const sound = await source.sound(({ dialect }) => dialect !== 's3');
  const body = Buffer.alloc(source.chance.between(4.2e6, 6e6), 'a');
  const bytes = signed(source, { ...sound, body });
  return { ...attempt(sound, 'megabytes', bytes), dialect: sound.dialect };
};

/** Sound requests that nobody signed, or signed in ways that are none. */
export const hostileSignature: Kind = async (source) => {
  const { chance, host } = source;
  const sound = await source.sound(() => true);
  const scope = `${chance.word()}/20260101/us-east-1/${sound.service}/aws4_request`;
  const authorization = chance.pick([
    undefined,
    '',
    chance.word(),
    'AWS4-HMAC-SHA256',
    `AWS4-HMAC-SHA256 Credential=${chance.word()}`,
    `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${chance.word()}`,
    `AWS4-HMAC-SHA256 Credential=${'/'.repeat(20_000)}, SignedHeaders=host, Signature=a`,
    `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${'a;'.repeat(9_000)}, Signature=a`,
    `AWS4-ECDSA-P256-SHA256 Credential=${scope}, SignedHeaders=host, Signature=a`,
    `AWS ${chance.word()}:${chance.word()}`,
    `Bearer ${chance.word()}`,
  ]);
  const date = chance.pick<Record<string, string>>([
    {},
    { 'x-amz-date': 'today' },
    { 'x-amz-date': '99999999T999999Z' },
    { 'x-amz-date': new Date().toISOString().replace(/[-:]|\.\d{3}/g, '') },
  ]);
  const headers = { ...sound.headers, ...date, ...(authorization && { authorization }) };
  const bytes = unsigned({ host }, { ...sound, headers });
  return attempt(sound, `signed with '${authorization?.slice(0, 60)}'`, bytes);
};

function attempt(
  { service, operation }: { readonly service: string; readonly operation: string },
  about: string,
  bytes: Buffer,
): Attempt {
  return { about: `${service}:${operation}: ${about}`, bytes };
}

/** Nothing is wrong with these but that their values are thrown by dice. */
export const randomValues: Kind = async (source) => {
  const sound = await source.sound(() => true);
  const bytes = signed(source, sound);
  return { ...attempt(sound, 'random values', bytes), dialect: sound.dialect, may: 'any' };
};
