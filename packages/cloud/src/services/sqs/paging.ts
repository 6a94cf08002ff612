import { invalidParameter } from './onQueue.ts';

/** AWS's limit on one answer. */
const pageMax = 1_000;

/** A page of queue names, in their order; the token names the last one of the page before. */
export function pageOf(
  names: readonly string[],
  { MaxResults, NextToken }: { MaxResults?: number | undefined; NextToken?: string | undefined },
): { page: string[]; NextToken?: string } {
  if (MaxResults !== undefined && !(MaxResults >= 1 && MaxResults <= pageMax)) {
    throw invalidParameter(
      `Value ${MaxResults} for parameter MaxResults is invalid. ` +
        `Reason: Must be between 1 and ${pageMax}, if provided.`,
    );
  }
  const after = NextToken === undefined ? '' : readToken(NextToken);
  const rest = names.filter((name) => name > after).sort();
  const page = rest.slice(0, MaxResults ?? pageMax);
  // Without MaxResults AWS gives one page and no token.
  const goesOn = MaxResults !== undefined && page.length < rest.length;
  return goesOn ? { page, NextToken: Buffer.from(page.at(-1)!).toString('base64url') } : { page };
}

function readToken(token: string): string {
  const name = Buffer.from(token, 'base64url').toString('latin1');
  if (/^[\w-]{1,80}$/.test(name)) return name;
  throw invalidParameter(`Invalid or expired next token.`);
}
