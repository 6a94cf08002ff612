import { utf8Text } from './body.ts';
import { Malformed, setKey } from './message.ts';
import type { ListShape, MapShape, Member, Shape, StructureShape } from './shape.ts';
import { readText } from './text.ts';
import { parseXml, type XmlElement } from './xmlParse.ts';

/**
 * An XML document as a value of that shape; the name of the root is not looked at. S3 refuses
 * elements that its schema does not have, and so do the readers here.
 *
 * @throws Malformed when the document is not well-formed or does not fit the shape.
 */
export function readXml(shape: Shape, body: Buffer): unknown {
  if (body.length > MAX_XML_BYTES) {
    throw new Malformed('Your request was too big.', 'MaxMessageLengthExceeded');
  }
  return readerOf(shape)(parseXml(utf8Text(body)));
}

/** The longest documents of S3, 1,000 keys to delete or 10,000 parts, stay below. */
export const MAX_XML_BYTES = 2 * 1024 * 1024;

type XmlReader = (element: XmlElement) => unknown;
type MembersReader = (elements: readonly XmlElement[]) => unknown;

/** Only structures can contain themselves, so only they are cached. */
const cache = new WeakMap<Shape, XmlReader>();

function readerOf(shape: Shape): XmlReader {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return structureReaderOf(shape);
    case 'list':
      return listReader(shape);
    case 'map':
      return mapReader(shape);
    default:
      return (element) => {
        if (element.children.size > 0) throw new Malformed(`${element.name} holds elements`);
        return readText(shape, element.text, 'date-time');
      };
  }
}

function structureReaderOf(shape: StructureShape): XmlReader {
  const known = cache.get(shape);
  if (known !== undefined) return known;
  let reader: XmlReader = () => undefined;
  cache.set(shape, (element) => reader(element));
  reader = structureReader(shape);
  cache.set(shape, reader);
  return reader;
}

function structureReader(shape: StructureShape): XmlReader {
  const attributes = shape.members.filter((member) => member.xmlAttribute);
  const elements = shape.members.filter((member) => !member.xmlAttribute);
  const byElement = new Map(
    elements.map((member) => [
      member.xmlName ?? member.name,
      { name: member.name, read: memberReader(member) },
    ]),
  );
  return (element) => {
    const output: Record<string, unknown> = {};
    for (const [name, children] of element.children) {
      const member = byElement.get(name);
      if (member === undefined) throw new Malformed(`${element.name} has no element ${name}`);
      output[member.name] = member.read(children);
    }
    for (const member of attributes) {
      const text = element.attributes.get(member.xmlName ?? member.name);
      if (text !== undefined) output[member.name] = text;
    }
    return output;
  };
}

/** A flattened list is its repeated elements; anything else is one element. */
function memberReader({ shape, xmlFlattened }: Member): MembersReader {
  if (xmlFlattened && shape.kind === 'list') {
    const read = readerOf(shape.item.shape);
    return (elements) => elements.map(read);
  }
  if (xmlFlattened && shape.kind === 'map') return entriesReader(shape);
  const read = readerOf(shape);
  return (elements) => {
    const [element] = elements;
    if (element === undefined || elements.length > 1) {
      throw new Malformed(`${element?.name} occurs more than once`);
    }
    return read(element);
  };
}

function listReader(shape: ListShape): XmlReader {
  const itemName = shape.item.xmlName ?? 'member';
  const read = readerOf(shape.item.shape);
  return (element) => (element.children.get(itemName) ?? []).map(read);
}

function mapReader(shape: MapShape): XmlReader {
  const read = entriesReader(shape);
  return (element) => read(element.children.get('entry') ?? []);
}

function entriesReader(shape: MapShape): MembersReader {
  const keyName = shape.key.xmlName ?? 'key';
  const valueName = shape.value.xmlName ?? 'value';
  const read = readerOf(shape.value.shape);
  return (entries) => {
    const output: Record<string, unknown> = {};
    for (const entry of entries) {
      const key = entry.children.get(keyName)?.[0];
      const value = entry.children.get(valueName)?.[0];
      if (key === undefined || value === undefined)
        throw new Malformed('A map entry is incomplete');
      setKey(output, key.text, read(value));
    }
    return output;
  };
}
