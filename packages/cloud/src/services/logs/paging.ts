import { invalidToken } from './position.ts';

/** AWS's limit on the descriptions in one answer, and its default. */
const pageMax = 50;

/**
 * A page of things that are sorted by `sortKey`; the token holds the key of the last one that was
 * shown, so that what is made or deleted meanwhile neither repeats nor hides the others.
 */
export function pageOf<One>(
  all: readonly One[],
  sortKey: (one: One) => string,
  { limit = pageMax, nextToken, descending = false }: PageRequest,
): { page: One[]; nextToken?: string } {
  const sign = descending ? -1 : 1;
  const after = nextToken === undefined ? undefined : readToken(nextToken);
  const rest = all
    .map((one) => ({ one, key: sortKey(one) }))
    .filter(({ key }) => after === undefined || compare(key, after) * sign > 0)
    .sort((left, right) => compare(left.key, right.key) * sign);
  const page = rest.slice(0, limit);
  const shown = page.map(({ one }) => one);
  const last = page.at(-1);
  if (!last || page.length === rest.length) return { page: shown };
  return { page: shown, nextToken: Buffer.from(last.key).toString('base64url') };
}

export interface PageRequest {
  readonly limit?: number | undefined;
  readonly nextToken?: string | undefined;
  readonly descending?: boolean | undefined;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function readToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString();
  if (Buffer.from(key).toString('base64url') !== token) throw invalidToken();
  return key;
}
