import type { SdkEnd } from '../wire/clients.ts';
import { adminKey } from './box.ts';
import type { Chance } from './chance.ts';
import { requestBytes, type Sending } from './exchange.ts';
import { signHeaders, type Unsigned } from './signRequest.ts';

/** One request that is wrong on purpose, and what may come back. */
export interface Attempt extends Sending {
  /** What it is about, for the message of a failure. */
  readonly about: string;
  /** How the error has to be written; undefined where the request does not tell. */
  readonly dialect?: Dialect;
  /**
   * `error`, the default: refused with an error document. `closed`: no HTTP, so that the end of
   * the connection is an answer as well. `any`: perhaps nothing is wrong with it at all.
   */
  readonly may?: 'error' | 'closed' | 'any';
}

/** The forms of AWS's errors on the wire. */
export type Dialect = 'json' | 'rest' | 'query' | 'cbor' | 's3';

/** A kind of attempt, made anew each time. */
export type Kind = (from: Source) => Attempt | Promise<Attempt>;

/** What attempts are made of. */
export interface Source {
  readonly chance: Chance;
  readonly host: string;
  /** A sound request of any operation that is implemented, as the SDK writes it. */
  sound(fits: (sound: Sound) => boolean): Promise<Sound>;
}

/** A request that AWS would read. */
export interface Sound extends Unsigned {
  readonly service: string;
  readonly operation: string;
  readonly end: SdkEnd;
  readonly dialect: Dialect;
  readonly query: string;
  readonly body: Buffer;
}

/** The request in bytes, signed by the administrator, so that it reaches what reads bodies. */
export function signed(
  { host }: Pick<Source, 'host'>,
  request: Unsigned & { readonly service: string; readonly payloadHash?: string },
  framing: Readonly<Record<string, string>> = {},
): Buffer {
  const { service, payloadHash } = request;
  const headers = { ...request.headers, host };
  const signedHeaders = signHeaders(
    { ...request, headers },
    { key: adminKey, service, ...(payloadHash === undefined ? {} : { payloadHash }) },
  );
  return unsigned({ host }, { ...request, headers: { ...signedHeaders, ...framing } });
}

export function unsigned({ host }: Pick<Source, 'host'>, request: Unsigned): Buffer {
  const { method, path, query, headers, body } = request;
  const target = query ? `${path}?${query}` : path;
  return requestBytes({ method, target, headers: { host, ...headers }, body: body ?? '' });
}
