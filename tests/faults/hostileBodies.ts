import { gzipSync } from 'node:zlib';
import { cbor } from '@smithy/core/cbor';
import type { Shape, StructureShape } from '@tocsin/wire';
import {
  type Attempt,
  type Dialect,
  type Kind,
  type Sound,
  type Source,
  signed,
} from './attempt.ts';
import type { Chance } from './chance.ts';
import { wronglyTyped } from './wrongTypes.ts';

/** Signed requests of operations that exist, with bodies that cannot be read. */
export const hostileJson: Kind = (source) => spoil(source, 'json', spoiltJson);
/** Of a REST call that only looks, nobody reads the body; and an event may be any bytes. */
export const hostileRest: Kind = async (source) => ({
  ...(await spoil(source, 'rest', spoiltJson)),
  may: 'any',
});
export const hostileCbor: Kind = (source) => spoil(source, 'cbor', spoiltCbor);
export const hostileForm: Kind = (source) => spoil(source, 'query', spoiltForms);

/** What becomes of a sound request; undefined where it has nothing that this can spoil. */
type Spoil = (sound: Sound, chance: Chance) => Partial<Sound> | undefined;
type Spoils = Readonly<Record<string, Spoil>>;

async function spoil(source: Source, dialect: Dialect, spoils: Spoils): Promise<Attempt> {
  const { chance } = source;
  for (;;) {
    const sound = await source.sound((candidate) => candidate.dialect === dialect);
    const [about, change] = chance.pick(Object.entries(spoils));
    const changed = change(sound, chance);
    if (changed === undefined) continue;
    const bytes = signed(source, { ...sound, ...changed });
    return { about: `${sound.service}:${sound.operation}: ${about}`, bytes, dialect };
  }
}

const inputOf = ({ end, operation }: Sound): StructureShape =>
  end.model.operations.get(operation)!.input;

const body = (content: string | Buffer) => ({ body: Buffer.from(content as Buffer) });

/** The name of a member, so that what stands there is read, not passed over. */
const memberOf = (sound: Sound, chance: Chance) => chance.pick(inputOf(sound).members)?.name;

const spoiltJson: Spoils = {
  'cut off': (sound, chance) =>
    body(sound.body.subarray(0, chance.between(1, sound.body.length - 1))),
  'random bytes': (_, chance) =>
    body(Buffer.concat([Buffer.from('}'), chance.bytes(chance.below(300))])),
  'random bytes inside': ({ body: sound }, chance) => {
    const at = chance.below(sound.length);
    return body(
      Buffer.concat([sound.subarray(0, at), Buffer.from([0xff, 0xfe]), sound.subarray(at)]),
    );
  },
  'wrong type': (sound, chance) => body(JSON.stringify(wronglyTyped(inputOf(sound), chance))),
  'another document': (_, chance) =>
    body(chance.pick(['[]', '"a"', '1', 'true', 'null', '[{}]', 'NaN', '{"a":1}{}', "{'a':1}"])),
  'open lists': (_, chance) => body('['.repeat(chance.between(1, 100_000))),
  'open objects': (_, chance) => body('{"a":'.repeat(chance.between(1, 50_000))),
  'lists in lists': (sound, chance) => {
    const depth = chance.between(100, 50_000);
    const lists = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const name = memberOf(sound, chance);
    return body(name === undefined ? lists : `{"${name}":${lists}}`);
  },
  XML: () => body('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
  'another operation': (sound, chance) => ({
    headers: {
      ...sound.headers,
      'x-amz-target': chance.pick(['', 'a', '.', `${chance.word()}.GetUser`, 'a.b.c', '\xe9']),
    },
  }),
  'compressed badly': (sound, chance) => ({
    ...body(chance.bytes(50)),
    headers: { ...sound.headers, 'content-encoding': chance.pick(['gzip', 'br', 'x']) },
  }),
};

const spoiltCbor: Spoils = {
  'cut off': (sound, chance) =>
    body(sound.body.subarray(0, chance.between(1, sound.body.length - 1))),
  'random bytes': (_, chance) =>
    body(Buffer.concat([Buffer.from([0x81]), chance.bytes(chance.below(300))])),
  'more than one': ({ body: sound }, chance) =>
    body(Buffer.concat([sound, chance.bytes(chance.between(1, 20))])),
  'wrong type': (sound, chance) =>
    body(Buffer.from(cbor.serialize(wronglyTyped(inputOf(sound), chance)))),
  'promises of more': (_, chance) =>
    body(
      Buffer.from(
        `${chance.pick(['bb', '9b', '7b', '5b', 'a1617a9b', 'a1617a7b'])}${chance.pick(['00', '7f', 'ff'])}${'ff'.repeat(7)}`,
        'hex',
      ),
    ),
  'lists in lists': (_, chance) =>
    body(Buffer.alloc(chance.between(100, 100_000), chance.pick([0x81, 0x9f, 0xa1, 0xbf]))),
  'tags on tags': (_, chance) =>
    body(Buffer.alloc(chance.between(100, 100_000), chance.pick([0xc1, 0xd9]))),
  'no value': (_, chance) =>
    body(Buffer.from(chance.pick(['1c', 'f8ff', 'ff', 'fe', 'a0a0', '7f4100ff', 'a10102']), 'hex')),
  'compressed badly': (sound, chance) =>
    compressed(
      sound,
      chance.pick([chance.bytes(99), gzipSync(sound.body).subarray(0, -chance.between(1, 9))]),
    ),
  'compressed bomb': (sound) => compressed(sound, gzipBomb),
};

function compressed({ headers }: Sound, content: Buffer) {
  return { body: content, headers: { ...headers, 'content-encoding': 'gzip' } };
}

/** 64 MB of nothing in 64 KB. */
const gzipBomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));

const spoiltForms: Spoils = {
  'wrong type': (sound, chance) => {
    const wrong = wrongField(inputOf(sound), chance);
    return wrong === undefined ? undefined : body(`Action=${sound.operation}&Version=1&${wrong}`);
  },
  'nested deeply': (sound, chance) =>
    body(`${sound.body}&${'a.'.repeat(chance.between(70, 20_000))}=1`),
  'thousands of fields': (sound, chance) =>
    body(`${sound.body}${'&a=1'.repeat(chance.between(10_001, 40_000))}`),
  'another operation': (_, chance) => body(`Action=${chance.word()}&Version=1`),
  'no operation at all': (_, chance) => ({ ...body(`a=${chance.word()}`) }),
  'random bytes': (_, chance) =>
    body(Buffer.concat([Buffer.from('Action=\xff', 'latin1'), chance.bytes(chance.below(300))])),
};

/** A field whose text its type does not read; undefined where all fields are text. */
function wrongField({ members }: StructureShape, chance: Chance): string | undefined {
  const fields = members.flatMap(({ name, shape, xmlName }) => wrongText(xmlName ?? name, shape));
  return chance.pick(fields);
}

function wrongText(name: string, shape: Shape): string[] {
  switch (shape.kind) {
    case 'number':
      return [`${name}=many`, `${name}=`, `${name}=0x1`];
    case 'boolean':
      return [`${name}=maybe`, `${name}=`];
    case 'timestamp':
      return [`${name}=yesterday`, `${name}=`];
    case 'blob':
      return [`${name}=%25%25`];
    case 'list':
      return [`${name}.member.0=1`, `${name}.member.a=1`, `${name}.member.-1=1`];
    case 'map':
      return [`${name}.entry.1.key=a`, `${name}.entry.1.value=a`, `${name}.entry.x.key=a`];
    default:
      return [];
  }
}
