import type { ParsedSignature, SignedRequest } from './signature.ts';

/**
 * The text whose hash is signed, or undefined where a header that is said to be signed is not
 * there. Source: IAM User Guide, "Create a signed AWS API request".
 */
export function canonicalRequest(
  parsed: ParsedSignature,
  request: SignedRequest,
  payloadHash: string,
): string | undefined {
  let headers = '';
  for (const name of parsed.signedHeaders) {
    const value = request.headers[name];
    if (value === undefined) return undefined;
    headers += `${name}:${collapseSpaces(value)}\n`;
  }
  // S3 signs the path as it is sent, since a key may hold `//` and `..`; all others sign it
  // normalised and encoded once more.
  const path = parsed.family === 's3' ? request.path : encode(normalisePath(request.path), true);
  const query = canonicalQuery(request.query, parsed.kind === 'query' ? 'X-Amz-Signature' : '');
  const names = parsed.signedHeaders.join(';');
  return `${request.method}\n${path}\n${query}\n${headers}\n${names}\n${payloadHash}`;
}

/**
 * The parameters of a query as pairs of canonically encoded name and value, in their own order.
 * `+` is a space, as in every form; what is no valid escape stands for itself.
 */
export function queryPairs(query: string): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    pairs.push([recode(name), equals < 0 ? '' : recode(part.slice(equals + 1))]);
  }
  return pairs;
}

/** The bytes behind canonically encoded text. */
export function decode(encoded: string): string {
  return encoded.includes('%')
    ? encoded.replace(ESCAPE, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : encoded;
}

function canonicalQuery(query: string, without: string): string {
  if (query === '') return '';
  const pairs = queryPairs(query);
  // By name, then by value: comparing `name=value` as one text would set `a-b` before `a`.
  pairs.sort((a, b) => (a[0] === b[0] ? compare(a[1], b[1]) : compare(a[0], b[0])));
  let text = '';
  for (const [name, value] of pairs) {
    if (name !== without) text += `${text === '' ? '' : '&'}${name}=${value}`;
  }
  return text;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Only blanks and tabs: any wider notion of white space would eat bytes of UTF-8 text. */
function collapseSpaces(value: string): string {
  return UNCOLLAPSED.test(value) ? value.replace(BLANKS, ' ').replace(EDGES, '') : value;
}

function normalisePath(path: string): string {
  if (!UNNORMALISED.test(path)) return path;
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  return `/${kept.join('/')}${kept.length > 0 && path.endsWith('/') ? '/' : ''}`;
}

/** Decodes and encodes again, so that every spelling of the same bytes becomes one. */
function recode(text: string): string {
  if (UNRESERVED.test(text)) return text;
  return encode(decode(text.replace(PLUS, ' ')), false);
}

function encode(bytes: string, keepSlashes: boolean): string {
  if ((keepSlashes ? UNRESERVED_PATH : UNRESERVED).test(bytes)) return bytes;
  let text = '';
  for (let at = 0; at < bytes.length; at += 1) {
    const code = bytes.charCodeAt(at);
    text += keepSlashes && code === SLASH ? '/' : ENCODED[code & 0xff];
  }
  return text;
}

const UNRESERVED = /^[A-Za-z0-9\-._~]*$/;
const UNRESERVED_PATH = /^[A-Za-z0-9\-._~/]*$/;
const UNNORMALISED = /\/\/|\/\.\.?(?:\/|$)/;
const UNCOLLAPSED = /^[ \t]|[ \t]$|\t| {2}/;
const BLANKS = /[ \t]+/g;
const EDGES = /^ | $/g;
const ESCAPE = /%([0-9A-Fa-f]{2})/g;
const PLUS = /\+/g;
const SLASH = 0x2f;

/** Each byte's canonical spelling. */
const ENCODED: readonly string[] = Array.from({ length: 256 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (UNRESERVED.test(character)) return character;
  return `%${code.toString(16).toUpperCase().padStart(2, '0')}`;
});
