import { services } from '../../packages/cloud/src/services/index.ts';
import { type SdkEnd, sdkEnds } from '../wire/clients.ts';
import { randomStructure } from '../wire/values.ts';
import type { Dialect, Sound, Source } from './attempt.ts';
import type { Chance } from './chance.ts';

/** Makes sound requests of every operation that is implemented, in every protocol it answers. */
export function newSource(chance: Chance, host: string): Source {
  const calls = sdkEnds().flatMap((end) => {
    const service = services.find(({ name, signingName }) =>
      [name, signingName].includes(end.model.signingName),
    );
    return Object.keys(service?.operations ?? {}).map((operation) => ({ end, operation }));
  });
  return {
    chance,
    host,
    async sound(fits) {
      for (;;) {
        const sound = await soundRequest(chance.pick(calls), chance);
        if (fits(sound)) return sound;
      }
    },
  };
}

async function soundRequest(
  { end, operation }: { readonly end: SdkEnd; readonly operation: string },
  { random }: Chance,
): Promise<Sound> {
  const { input } = end.model.operations.get(operation)!;
  const values = randomStructure(input, random, expressible);
  const { method, path, query, headers, body } = await end.serialize(operation, values);
  return {
    end,
    operation,
    service: end.model.signingName,
    dialect: dialectOf(headers, end),
    method,
    path,
    query: canonicalQuery(query),
    headers: Object.fromEntries(
      Object.entries(headers).filter(([name]) => name !== 'content-length'),
    ) as Record<string, string>,
    body,
  };
}

const expressible = { empty: true, specialNumbers: false, controls: false, emptyFlattened: false };

function dialectOf(headers: Readonly<Record<string, unknown>>, { model }: SdkEnd): Dialect {
  if (model.protocol === 'restXml') return 's3';
  if (model.protocol === 'restJson') return 'rest';
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return 'cbor';
  return headers['x-amz-target'] === undefined ? 'query' : 'json';
}

/** In the order and the spelling in which it is signed. */
function canonicalQuery(query: string): string {
  const escaped = (mark: string) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;
  return query
    .replace(/[!'()*]/g, escaped)
    .split('&')
    .sort()
    .join('&');
}
