/** A page's token: where the next one starts, as text that means nothing to a client. */
export function tokenAt(position: string | number): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** What `tokenAt` was given, or undefined when the token is none of ours. */
export function numberAt(token: string): number | undefined {
  const position = readToken(token);
  return typeof position === 'number' ? position : undefined;
}

export function nameAt(token: string): string | undefined {
  const position = readToken(token);
  return typeof position === 'string' ? position : undefined;
}

function readToken(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return undefined;
  }
}
