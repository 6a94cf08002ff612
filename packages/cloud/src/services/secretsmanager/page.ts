import { Buffer } from 'node:buffer';
import { invalidNextToken } from './problems.ts';

/** An item of a list, with its place: places are unique and ascend, or all descend. */
export interface Placed {
  readonly at: string;
}

/**
 * One page of a sorted list. The token tells the place of the page's last item, so that items which
 * come or go between two calls neither repeat nor hide others.
 * @throws InvalidNextTokenException
 */
export function pageOf<Item extends Placed>(
  sorted: readonly Item[],
  page: { limit: number; token: string | undefined; descending?: boolean },
): { items: readonly Item[]; nextToken: string | undefined } {
  const { limit, token, descending = false } = page;
  const after = token === undefined ? undefined : readToken(token);
  const isBeyond = ({ at }: Item) => after === undefined || (descending ? at < after : at > after);
  const start = sorted.findIndex(isBeyond);
  if (start < 0) return { items: [], nextToken: undefined };
  const items = sorted.slice(start, start + limit);
  const isLast = start + limit >= sorted.length;
  return { items, nextToken: isLast ? undefined : writeToken(items.at(-1)!.at) };
}

const tokenStart = 'after:';

const writeToken = (at: string) => Buffer.from(tokenStart + at).toString('base64url');

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith(tokenStart) || writeToken(text.slice(tokenStart.length)) !== token) {
    throw invalidNextToken();
  }
  return text.slice(tokenStart.length);
}
