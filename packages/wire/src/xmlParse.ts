import { createRequire } from 'node:module';
import type { XMLParser } from 'fast-xml-parser';
import { MAX_DEPTH, Malformed } from './message.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Children by name, in order within a name. */
  readonly children: ReadonlyMap<string, readonly XmlElement[]>;
  readonly text: string;
}

/**
 * The root element of a document. No document type is accepted, and so no entity but the five that
 * XML itself knows; these and character references are resolved here, in one pass.
 *
 * @throws Malformed when the text is not one well-formed element or uses what is not accepted.
 */
export function parseXml(text: string): XmlElement {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new Malformed('A document type is not accepted');
  let nodes: readonly OrderedNode[];
  try {
    nodes = parse(text);
  } catch {
    throw new Malformed('The XML is not well-formed');
  }
  const roots = nodes.map(toElement).filter((element) => element !== undefined);
  const [root] = roots;
  if (root === undefined || roots.length > 1) throw new Malformed('There must be one XML root');
  return root;
}

/** The library takes 10 MB and a tenth of the start: few processes ever get a body in XML. */
function parse(text: string): readonly OrderedNode[] {
  const library = require('fast-xml-parser') as typeof import('fast-xml-parser');
  if (library.XMLValidator.validate(text) !== true) throw new Error('not well-formed');
  parser ??= new library.XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    processEntities: false,
    cdataPropName: '#cdata',
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: MAX_DEPTH,
  });
  return parser.parse(text);
}

const require = createRequire(import.meta.url);
let parser: XMLParser | undefined;

/** One key is the name of the element, with its children; `:@` holds the attributes. */
type OrderedNode = Readonly<Record<string, unknown>>;

function toElement(node: OrderedNode): XmlElement | undefined {
  const name = Object.keys(node).find((key) => key !== ':@');
  if (name === undefined || name.startsWith('#')) return undefined;
  const children = new Map<string, XmlElement[]>();
  let text = '';
  for (const child of node[name] as readonly OrderedNode[]) {
    if ('#text' in child) text += resolve(String(child['#text']));
    else if ('#cdata' in child) text += cdataText(child['#cdata'] as readonly OrderedNode[]);
    else {
      const element = toElement(child);
      if (element === undefined) continue;
      const siblings = children.get(element.name);
      if (siblings === undefined) children.set(element.name, [element]);
      else siblings.push(element);
    }
  }
  return { name, attributes: attributesOf(node), children, text };
}

function cdataText(nodes: readonly OrderedNode[]): string {
  return nodes.map((node) => String(node['#text'] ?? '')).join('');
}

function attributesOf(node: OrderedNode): Map<string, string> {
  const attributes = Object.entries((node[':@'] ?? {}) as Record<string, unknown>);
  return new Map(attributes.map(([name, value]) => [name, resolve(String(value))]));
}

function resolve(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&]*;?)/g, (_, reference: string) => {
    const known = PREDEFINED[reference] ?? character(reference);
    if (known === undefined) throw new Malformed(`The XML reference &${reference} is not accepted`);
    return known;
  });
}

function character(reference: string): string | undefined {
  const match = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}));$/i.exec(reference);
  if (match === null) return undefined;
  const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

const PREDEFINED: Readonly<Record<string, string>> = {
  'amp;': '&',
  'lt;': '<',
  'gt;': '>',
  'quot;': '"',
  'apos;': "'",
};
