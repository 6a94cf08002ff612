import { Malformed, WireError } from './message.ts';
import type { Shape } from './shape.ts';
import { type Leaves, refuse, treeReaders } from './tree.ts';

/**
 * A plain tree, such as stands in a document that names a call, as a value of that shape: times are
 * ISO 8601 or seconds since the epoch, bytes are text. Unlike a request of the wire it may hold no
 * member that the shape does not know.
 *
 * @throws WireError SerializationException
 */
export function readPlain(shape: Shape, value: unknown): unknown {
  try {
    refuseUnknown(shape, value, 'input');
    return readerOf(shape)(value, 0);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new WireError('SerializationException', error.message, 400);
  }
}

const leaves: Leaves = {
  readTimestamp(value) {
    const time = new Date(typeof value === 'number' ? value * 1000 : String(value));
    return Number.isNaN(time.getTime()) ? refuse(value, 'a Timestamp') : time;
  },
  readBlob: (value) => (typeof value === 'string' ? Buffer.from(value) : refuse(value, 'a Blob')),
  readNumber: (value) => refuse(value, 'a Number'),
  writeTimestamp: (value) => value,
  writeBlob: (value) => value,
  writeNumber: (value) => value,
};

const readerOf = treeReaders(leaves);

function refuseUnknown(shape: Shape, value: unknown, place: string) {
  if (typeof value !== 'object' || value === null) return;
  if (shape.kind === 'list') {
    for (const item of Object.values(value)) refuseUnknown(shape.item.shape, item, place);
  } else if (shape.kind === 'map') {
    for (const item of Object.values(value)) refuseUnknown(shape.value.shape, item, place);
  } else if (shape.kind === 'structure' || shape.kind === 'union') {
    for (const [name, item] of Object.entries(value)) {
      const member = shape.members.find((known) => known.name === name);
      if (!member) throw new Malformed(`Unknown parameter in ${place}: "${name}"`);
      refuseUnknown(member.shape, item, `${place}.${name}`);
    }
  }
}
