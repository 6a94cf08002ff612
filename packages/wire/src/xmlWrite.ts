import type { ListShape, MapShape, Member, Shape, StructureShape } from './shape.ts';
import { writeText } from './text.ts';

/** Writes what stands inside the element of a value. */
export type XmlWriter = (value: unknown) => string;

/**
 * Compiles shapes to writers of XML. `milliseconds` is how the API writes whole seconds: S3 and EC2
 * with `.000`, the query APIs without.
 */
export function xmlWriters(milliseconds: boolean): (shape: Shape) => XmlWriter {
  /** Only structures can contain themselves, so only they are cached. */
  const cache = new WeakMap<Shape, XmlWriter>();
  const writerOf = (shape: Shape): XmlWriter => {
    switch (shape.kind) {
      case 'structure':
      case 'union':
        return structureWriterOf(shape);
      case 'list':
        return listWriter(shape, writerOf);
      case 'map':
        return mapWriter(shape, 'entry', writerOf);
      default:
        return (value) => escapeXml(writeText(shape, value, 'date-time', milliseconds));
    }
  };
  const structureWriterOf = (shape: StructureShape): XmlWriter => {
    const known = cache.get(shape);
    if (known !== undefined) return known;
    let writer: XmlWriter = () => '';
    cache.set(shape, (value) => writer(value));
    writer = structureWriter(shape, writerOf);
    cache.set(shape, writer);
    return writer;
  };
  return writerOf;
}

/** Members bound to headers and the like are not part of the document. */
function structureWriter(shape: StructureShape, writerOf: (shape: Shape) => XmlWriter): XmlWriter {
  const members = shape.members
    .filter((member) => member.location === 'body' && !member.xmlAttribute)
    .map((member) => ({ name: member.name, write: memberWriter(member, writerOf) }));
  return (value) => {
    const source = value as Record<string, unknown>;
    let xml = '';
    for (const member of members) {
      const held = source[member.name];
      if (held !== undefined && held !== null) xml += member.write(held);
    }
    return xml;
  };
}

function memberWriter(member: Member, writerOf: (shape: Shape) => XmlWriter): XmlWriter {
  const { shape } = member;
  const name = member.xmlName ?? member.name;
  if (member.xmlFlattened && shape.kind === 'list') {
    const write = writerOf(shape.item.shape);
    return (value) => repeat(name, value as readonly unknown[], write);
  }
  if (member.xmlFlattened && shape.kind === 'map') return mapWriter(shape, name, writerOf);
  const write = writerOf(shape);
  const attributes = attributesWriter(member);
  if (attributes === undefined) return (value) => `<${name}>${write(value)}</${name}>`;
  return (value) => `<${name}${attributes(value)}>${write(value)}</${name}>`;
}

function listWriter(shape: ListShape, writerOf: (shape: Shape) => XmlWriter): XmlWriter {
  const name = shape.item.xmlName ?? 'member';
  const write = writerOf(shape.item.shape);
  return (value) => repeat(name, value as readonly unknown[], write);
}

function repeat(name: string, items: readonly unknown[], write: XmlWriter): string {
  let xml = '';
  for (const item of items) xml += `<${name}>${write(item)}</${name}>`;
  return xml;
}

function mapWriter(
  shape: MapShape,
  entryName: string,
  writerOf: (shape: Shape) => XmlWriter,
): XmlWriter {
  const keyName = shape.key.xmlName ?? 'key';
  const valueName = shape.value.xmlName ?? 'value';
  const write = writerOf(shape.value.shape);
  return (value) => {
    let xml = '';
    for (const [key, held] of Object.entries(value as Record<string, unknown>)) {
      if (held === undefined || held === null) continue;
      xml += `<${entryName}><${keyName}>${escapeXml(key)}</${keyName}>`;
      xml += `<${valueName}>${write(held)}</${valueName}></${entryName}>`;
    }
    return xml;
  };
}

/** What follows the name in the opening tag: a namespace and members that are attributes. */
function attributesWriter({ shape, xmlNamespace }: Member): XmlWriter | undefined {
  const attributes =
    shape.kind === 'structure' ? shape.members.filter((member) => member.xmlAttribute) : [];
  if (attributes.length === 0 && xmlNamespace === undefined) return undefined;
  const [prefix, uri] = xmlNamespace ?? ['', ''];
  const declaration = xmlNamespace ? ` xmlns${prefix && `:${prefix}`}="${uri}"` : '';
  return (value) => {
    let xml = declaration;
    for (const { name, xmlName } of attributes) {
      const held = (value as Record<string, unknown>)[name];
      if (held !== undefined) xml += ` ${xmlName ?? name}="${escapeXml(String(held))}"`;
    }
    return xml;
  };
}

/**
 * A bare carriage return would be read back as a line feed, so it goes as a reference. What XML 1.0
 * cannot hold even as a reference becomes U+FFFD: the document would not be readable at all.
 */
export function escapeXml(text: string): string {
  if (!UNSAFE.test(text)) return text;
  return text.replace(UNSAFE_ALL, (character) => REFERENCES[character] ?? '\ufffd');
}

const UNSAFE = /[&<>"\x00-\x08\x0b-\x1f\ufffe\uffff]/;
const UNSAFE_ALL = new RegExp(UNSAFE, 'g');
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};
