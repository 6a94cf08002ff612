import { MANY, ONE, type WildcardPart } from '../../../policy/wildcard.ts';
import { foldCase } from '../../text.ts';
import { API_CALLS } from './apiCalls.ts';
import { FIELD_VALUES, OTHER_EVENT_NAMES, SERVICES } from './values.ts';

/** More spellings of one text than this are not written out. */
const SPELLINGS_MAX = 8;

/**
 * The spellings in which CloudTrail writes what a text says without regard to case.
 *
 * CloudWatch and EventBridge compare with regard to case, and a rule that says `MFAUsed: 'NO'`
 * would never ring there, because CloudTrail writes `No`. Undefined where the field, or this value
 * of it, is not known: then any spelling is possible.
 */
export function spellingsOf(
  path: readonly string[],
  pattern: readonly WildcardPart[],
): readonly (readonly WildcardPart[])[] | undefined {
  const values = valuesOf(path.join('.'));
  if (values === undefined) return undefined;
  const search = searchOf(pattern);
  const spellings = new Map<string, readonly WildcardPart[]>();
  for (const value of values) {
    const found = search.exec(value);
    if (found === null) continue;
    let group = 0;
    const spelling = pattern.map((part) => (typeof part === 'string' ? found[++group]! : part));
    spellings.set(spelling.map(String).join('\0'), spelling);
    if (spellings.size > SPELLINGS_MAX) return undefined;
  }
  return spellings.size === 0 ? undefined : [...spellings.values()];
}

/** All known values of a field; undefined if it is a field of any value. */
export function valuesOf(field: string): readonly string[] | undefined {
  const known = lists.get(field);
  if (known !== undefined) return known;
  const read = readers[field] ?? FIELD_VALUES[field];
  if (read === undefined) return undefined;
  const values = typeof read === 'string' ? words(read) : read();
  lists.set(field, values);
  return values;
}

/** Read when a field is first asked for; as many entries as there are fields with known values. */
const lists = new Map<string, readonly string[]>();

const readers: Readonly<Record<string, () => readonly string[]>> = {
  eventName: () => [...words(OTHER_EVENT_NAMES), ...API_CALLS.flatMap(callsOf)],
  eventSource: hosts,
  sourceIPAddress: callers,
  'userIdentity.invokedBy': callers,
};

function hosts(): readonly string[] {
  return words(SERVICES).map((service) => `${service}.amazonaws.com`);
}

/** What stands there where it is no address. */
function callers(): readonly string[] {
  return [...hosts(), 'AWS Internal'];
}

function callsOf(line: string): readonly string[] {
  const [verb = '', ...rest] = words(line);
  return rest.map((noun) => (noun === '-' ? verb : verb + noun));
}

function words(text: string): readonly string[] {
  return text.match(/\S+/g) ?? [];
}

/** Finds the literals of the pattern, one group each, in whatever case. */
function searchOf(pattern: readonly WildcardPart[]): RegExp {
  const source = pattern.map((part) =>
    part === MANY ? '.*?' : part === ONE ? '.' : `(${escapeRegex(part)})`,
  );
  return new RegExp(`^${source.join('')}$`, 'is');
}

export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Whether a text is the same in every case. */
export function hasNoCase(text: string): boolean {
  return foldCase(text) === text && text.toUpperCase() === text;
}
