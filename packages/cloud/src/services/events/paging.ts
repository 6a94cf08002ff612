import { invalidParameter } from './problems.ts';

/**
 * One page of rows in the order of their names. The token is the last name shown, so that pages
 * neither repeat nor skip a row while others come and go.
 */
export function pageOf<Row>(
  rows: Iterable<Row>,
  nameOf: (row: Row) => string,
  { NextToken, Limit = pageRows }: PageInput,
): { readonly rows: Row[]; readonly next: { NextToken?: string } } {
  const after = NextToken === undefined ? '' : readToken(NextToken);
  const rest = [...rows].filter((row) => nameOf(row) > after);
  rest.sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  const page = rest.slice(0, Limit);
  if (rest.length <= Limit) return { rows: page, next: {} };
  const token = Buffer.from(`${tokenMark}${nameOf(page.at(-1)!)}`).toString('base64url');
  return { rows: page, next: { NextToken: token } };
}

interface PageInput {
  readonly NextToken?: string | undefined;
  readonly Limit?: number | undefined;
}

const pageRows = 100;
const tokenMark = 'after:';

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith(tokenMark)) throw invalidParameter('NextToken');
  return text.slice(tokenMark.length);
}
