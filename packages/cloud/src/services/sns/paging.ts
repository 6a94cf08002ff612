import { invalid } from './state.ts';

/**
 * One page of rows in the order of their ARNs. The token is the last ARN shown, so that pages
 * neither repeat nor skip a row while others come and go.
 */
export function pageOf<Row extends { readonly arn: string }>(
  rows: Iterable<Row>,
  nextToken: string | undefined,
): { readonly rows: readonly Row[]; readonly next: { NextToken?: string } } {
  const after = nextToken ? readToken(nextToken) : '';
  const rest = [...rows].filter(({ arn }) => arn > after);
  rest.sort((one, other) => (one.arn < other.arn ? -1 : 1));
  const page = rest.slice(0, pageRows);
  if (rest.length <= pageRows) return { rows: page, next: {} };
  return {
    rows: page,
    next: { NextToken: Buffer.from(page.at(-1)!.arn).toString('base64url') },
  };
}

/** AWS gives a hundred at a time. */
const pageRows = 100;

function readToken(token: string): string {
  const arn = Buffer.from(token, 'base64url').toString();
  if (!arn.startsWith('arn:aws:sns:')) throw invalid('NextToken');
  return arn;
}
