import { AwsError } from '../../kernel/error.ts';

interface PageInput {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** What the answer says of the rest. */
  readonly more: { IsTruncated: boolean; Marker?: string };
}

/**
 * One page of a list, in the order of `keyOf`. The marker holds the last key of the page before, so
 * that what is added or deleted meanwhile neither repeats nor hides others.
 */
export function pageOf<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
  { Marker, MaxItems = defaultMaxItems }: PageInput,
): Page<Item> {
  const after = Marker === undefined ? undefined : readMarker(Marker);
  const rest = [...items]
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => after === undefined || key > after)
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  const page = rest.slice(0, MaxItems);
  const isTruncated = rest.length > page.length;
  return {
    items: page.map(({ item }) => item),
    more: isTruncated
      ? { IsTruncated: true, Marker: writeMarker(page.at(-1)!.key) }
      : { IsTruncated: false },
  };
}

const defaultMaxItems = 100;
const markerStart = 'iam:';

function writeMarker(key: string): string {
  return Buffer.from(markerStart + key).toString('base64');
}

function readMarker(marker: string): string {
  const text = Buffer.from(marker, 'base64').toString();
  if (!text.startsWith(markerStart) || writeMarker(text.slice(markerStart.length)) !== marker) {
    throw new AwsError('ValidationError', `Invalid Marker: ${marker}`);
  }
  return text.slice(markerStart.length);
}
