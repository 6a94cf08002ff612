import {
  elements,
  fail,
  isMap,
  keysOf,
  kindOf,
  lineOf,
  type MapNode,
  member,
  type Node,
} from './node.ts';
import { type Placeholders, parseItem, parseKeywords } from './parseItem.ts';
import type { Detection } from './rule.ts';

/** Lists in lists that a search identifier may have. */
const DEPTH_MAX = 8;

/**
 * Reads a search identifier: a map (all of its items), a list of maps (any of them), or a list of
 * keywords (any of them, anywhere in the record).
 */
export function parseDetection(node: Node, placeholders: Placeholders, depth = 0): Detection {
  if (depth > DEPTH_MAX) fail(node, `lists are nested more than ${DEPTH_MAX} deep`);
  if (isMap(node)) return parseMap(node, placeholders);
  if (!Array.isArray(node.value)) return keywords([node], node, placeholders);
  const all = elements(node);
  if (all.length === 0) fail(node, 'an empty list finds nothing: leave it out');
  const words = all.filter((element) => typeof element.value !== 'object');
  const others = all.filter((element) => typeof element.value === 'object');
  const branches = others.map((element) => parseDetection(element, placeholders, depth + 1));
  if (words.length > 0) branches.unshift(keywords(words, node, placeholders));
  return branches.length === 1 ? branches[0]! : { kind: 'or', of: branches };
}

function parseMap(node: MapNode, placeholders: Placeholders): Detection {
  const items = keysOf(node).map((key) => parseItem(key, member(node, key), placeholders));
  if (items.length === 0) fail(node, 'an empty map matches everything: leave it out');
  return items.length === 1 ? items[0]! : { kind: 'and', of: items };
}

function keywords(words: readonly Node[], node: Node, placeholders: Placeholders): Detection {
  for (const word of words) {
    if (word.value === undefined) {
      fail(word, `a keyword must be a text or a number, not ${kindOf(word.value)}`);
    }
  }
  return parseKeywords(words, lineOf(node), placeholders);
}
