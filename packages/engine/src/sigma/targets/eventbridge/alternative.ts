import { type AddressBlock, inBlock, parseAddress } from '../../../policy/address.ts';
import { MANY, type WildcardPart, wildcardTest } from '../../../policy/wildcard.ts';
import { foldCase, foldPattern, literalOf } from '../../text.ts';
import { blockText, complementOf } from './blocks.ts';

/** One member of the list that an event pattern gives for a field. */
export type Alternative =
  | { readonly kind: 'is'; readonly value: boolean | number | null }
  | { readonly kind: 'text'; readonly pattern: Pattern; readonly folds: boolean }
  /** There, and none of the texts. */
  | { readonly kind: 'not'; readonly patterns: readonly Pattern[]; readonly folds: boolean }
  | { readonly kind: 'exists'; readonly expected: boolean }
  | { readonly kind: 'numeric'; readonly comparison: readonly (string | number)[] }
  | { readonly kind: 'cidr'; readonly block: AddressBlock }
  /** There, and no address of any of the blocks, nor any of the texts, which are no addresses. */
  | {
      readonly kind: 'outside';
      readonly blocks: readonly AddressBlock[];
      readonly excluded: readonly Pattern[];
    };

/** Without `?`, which event patterns do not have. */
export type Pattern = readonly WildcardPart[];

export const MISSING: Alternative = { kind: 'exists', expected: false };

/** Prints an alternative; an `outside` becomes several. */
export function printAlternative(alternative: Alternative): readonly unknown[] {
  switch (alternative.kind) {
    case 'is':
      return [alternative.value];
    case 'text':
      return [printText(alternative.pattern, alternative.folds)];
    case 'not':
      return [{ 'anything-but': printExcluded(alternative.patterns, alternative.folds) }];
    case 'exists':
      return [{ exists: alternative.expected }];
    case 'numeric':
      return [{ numeric: alternative.comparison }];
    case 'cidr':
      return [printBlock(alternative.block)];
    case 'outside':
      return printOutside(alternative.blocks, alternative.excluded);
  }
}

function printText(pattern: Pattern, folds: boolean): unknown {
  const literal = literalOf(pattern);
  const ignoring = (text: string) => (folds ? { 'equals-ignore-case': text } : text);
  if (literal !== undefined) return ignoring(literal);
  const affix = affixOf(pattern);
  return affix === undefined
    ? { wildcard: wildcardText(pattern) }
    : { [affix[0]]: ignoring(affix[1]) };
}

function printExcluded(patterns: readonly Pattern[], folds: boolean): unknown {
  const literals = patterns.map(literalOf);
  if (literals.every((literal) => literal !== undefined)) {
    return folds ? { 'equals-ignore-case': literals } : literals;
  }
  for (const kind of ['prefix', 'suffix'] as const) {
    const affixes = patterns.map(affixOf);
    if (affixes.every((affix) => affix?.[0] === kind && affix[1] !== '')) {
      return { [kind]: affixes.map((affix) => affix![1]) };
    }
  }
  return { wildcard: patterns.map(wildcardText) };
}

/** `text*` is a prefix and `*text` a suffix, of which a bus may have any number. */
export function affixOf(pattern: Pattern): readonly ['prefix' | 'suffix', string] | undefined {
  const [first, second] = pattern;
  if (pattern.length === 1 && first === MANY) return ['prefix', ''];
  if (pattern.length !== 2) return undefined;
  if (typeof first === 'string' && second === MANY) return ['prefix', first];
  return first === MANY && typeof second === 'string' ? ['suffix', second] : undefined;
}

function wildcardText(pattern: Pattern): string {
  return pattern
    .map((part) => (typeof part === 'string' ? part.replace(/[*\\]/g, '\\$&') : '*'))
    .join('');
}

/** EventBridge refuses blocks of one address. */
function printBlock(block: AddressBlock): unknown {
  const isOne = block.bits === block.address.length * 16;
  return isOne ? blockText(block).split('/')[0] : { cidr: blockText(block) };
}

/**
 * `anything-but` takes no `cidr`, so what is outside is said as what is inside the rest. A source
 * that is no address is a service, `ec2.amazonaws.com` or `AWS Internal`, and ends as no address
 * does. That needs no wildcards, which would make the rule too complex for EventBridge.
 */
function printOutside(
  blocks: readonly AddressBlock[],
  excluded: readonly Pattern[],
): readonly unknown[] {
  const endings = [...ADDRESS_ENDINGS, ...excluded.map((pattern) => affixOf(pattern)![1])];
  return [...complementOf(blocks).map(printBlock), { 'anything-but': { suffix: endings } }];
}

const ADDRESS_ENDINGS = '0123456789abcdefABCDEF:';

/** Whether the pattern matches endings that no address has, so that `outside` can exclude it. */
export function canBeExcluded(pattern: Pattern): boolean {
  return affixOf(pattern)?.[0] === 'suffix' && isNoAddress(pattern);
}

export function isNoAddress(pattern: Pattern): boolean {
  return pattern.some((part) => typeof part === 'string' && /[g-z]/i.test(part));
}

/** Whether a lone value of a field meets the alternative. */
export function meets(alternative: Alternative, value: unknown): boolean {
  switch (alternative.kind) {
    case 'is':
      return value === alternative.value;
    case 'text':
      return typeof value === 'string' && textTest(alternative.pattern, alternative.folds)(value);
    case 'not':
      return (
        typeof value !== 'string' ||
        !alternative.patterns.some((pattern) => textTest(pattern, alternative.folds)(value))
      );
    case 'exists':
      return alternative.expected;
    case 'numeric':
      return false;
    case 'cidr':
      return isInside(value, [alternative.block]);
    case 'outside':
      return (
        typeof value === 'string' &&
        !isInside(value, alternative.blocks) &&
        !alternative.excluded.some((pattern) => textTest(pattern, false)(value))
      );
  }
}

function isInside(value: unknown, blocks: readonly AddressBlock[]): boolean {
  const address = typeof value === 'string' ? parseAddress(value) : undefined;
  return address !== undefined && blocks.some((block) => inBlock(address, block));
}

function textTest(pattern: Pattern, folds: boolean): (text: string) => boolean {
  const test = wildcardTest(folds ? foldPattern(pattern) : pattern);
  return folds ? (text) => test(foldCase(text)) : test;
}
