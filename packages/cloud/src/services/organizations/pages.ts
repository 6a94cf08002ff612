import { AwsError } from '../../kernel/error.ts';

/** One page of a list; the token tells how much was given before. */
export function pageOf<Item>(
  items: readonly Item[],
  { NextToken, MaxResults = defaultMaxResults }: { NextToken?: string; MaxResults?: number },
): { readonly items: Item[]; readonly more: { readonly NextToken?: string } } {
  const start = NextToken === undefined ? 0 : readToken(NextToken);
  const end = start + MaxResults;
  const more = end < items.length ? { NextToken: writeToken(end) } : {};
  return { items: items.slice(start, end), more };
}

const defaultMaxResults = 20;

function writeToken(start: number): string {
  return Buffer.from(`organizations:${start}`).toString('base64');
}

function readToken(token: string): number {
  const start = Number(/^organizations:(\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1]);
  if (Number.isSafeInteger(start) && writeToken(start) === token) return start;
  throw new AwsError('InvalidInputException', 'You specified an invalid value.', {
    fields: { Reason: 'INVALID_NEXT_TOKEN' },
  });
}
