import { AwsError } from '../../kernel/error.ts';

/** One page of a list. The token tells where the next begins; throws InvalidNextToken. */
export function pageOf<Item>(
  items: readonly Item[],
  page: { limit: number; token: string | undefined },
): { items: Item[]; nextToken: string | undefined } {
  const start = page.token === undefined ? 0 : readToken(page.token);
  const end = start + page.limit;
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? writeToken(end) : undefined,
  };
}

const tokenStart = 'from:';

const writeToken = (at: number) => Buffer.from(`${tokenStart}${at}`).toString('base64url');

function readToken(token: string): number {
  const found = /^from:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString());
  if (found && writeToken(Number(found[1])) === token) return Number(found[1]);
  throw new AwsError('InvalidNextToken', 'The specified token is not valid.');
}
