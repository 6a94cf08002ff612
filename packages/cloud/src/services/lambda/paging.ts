import { invalid } from './problems.ts';

/** A page of things in the order of their keys; the marker is the last key that was shown. */
export function pageOf<One>(
  all: Iterable<One>,
  keyOf: (one: One) => string,
  { Marker, MaxItems = pageMax }: { Marker?: string | undefined; MaxItems?: number | undefined },
): { page: One[]; more: { NextMarker?: string } } {
  const after = Marker === undefined || Marker === '' ? undefined : readMarker(Marker);
  const rest = [...all]
    .filter((one) => after === undefined || keyOf(one) > after)
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const page = rest.slice(0, Math.min(MaxItems, pageMax));
  if (page.length === rest.length) return { page, more: {} };
  return { page, more: { NextMarker: Buffer.from(keyOf(page.at(-1)!)).toString('base64url') } };
}

const pageMax = 50;

function readMarker(marker: string): string {
  const key = Buffer.from(marker, 'base64url').toString();
  if (Buffer.from(key).toString('base64url') === marker) return key;
  throw invalid('Invalid Marker');
}
