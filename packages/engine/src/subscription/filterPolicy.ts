import { FilterPolicyError, refuse } from './FilterPolicyError.ts';
import { FILTER_POLICY_LIMITS, MAX_DEPTH } from './limits.ts';
import { type Candidate, compileMatch, type JsonScalar, type Match } from './match.ts';

export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

/** A compiled filter policy. Immutable: parse once, match often. */
export interface FilterPolicy {
  readonly scope: FilterPolicyScope;
  readonly accepts: (node: Node) => boolean;
}

export interface MessageAttribute {
  /** `String`, `Number`, `String.Array` or `Binary`. */
  readonly type: string;
  readonly value: string;
}

export interface PublishedMessage {
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly body: string;
}

/** What a policy looks at: the leaves that a key leads to, and the objects below it. */
interface Node {
  readonly valuesOf: (key: string) => readonly Candidate[];
  /** The objects at a key: one, or those of a list. */
  readonly childrenOf: (key: string) => readonly Node[];
}

type JsonObject = Readonly<Record<string, unknown>>;
type NodeTest = FilterPolicy['accepts'];

/**
 * Parses a subscription's filter policy.
 * Source: "Amazon SNS subscription filter policies" in the SNS Developer Guide.
 *
 * @throws FilterPolicyError with SNS's message
 */
export function parseFilterPolicy(text: string, scope: FilterPolicyScope): FilterPolicy {
  const policy = parseObject(text);
  if (policy === undefined) refuse('failed to parse JSON');
  if (Object.keys(policy).length > FILTER_POLICY_LIMITS.keys) {
    refuse(`Filter policy can not have more than ${FILTER_POLICY_LIMITS.keys} keys`);
  }
  if (combinationsOf(policy, scope, 1) > FILTER_POLICY_LIMITS.combinations) {
    refuse('Filter policy is too complex');
  }
  return { scope, accepts: compileObject(policy) };
}

/**
 * Whether a message passes. All keys must match, each by at least one of its values. A body that is
 * not a JSON object passes no policy of the scope MessageBody.
 */
export function matches(policy: FilterPolicy, message: PublishedMessage): boolean {
  if (policy.scope === 'MessageAttributes') return policy.accepts(attributesNode(message));
  const body = parseObject(message.body);
  return body !== undefined && policy.accepts(bodyNode(body, MAX_DEPTH));
}

/**
 * Counts what SNS counts against its limit of complexity: each leaf multiplies by its number of
 * values and its depth, and the branches of `$or` add up.
 */
function combinationsOf(policy: JsonObject, scope: FilterPolicyScope, depth: number): number {
  if (depth > MAX_DEPTH) refuse('Filter policy is too complex');
  let product = 1;
  for (const [key, value] of Object.entries(policy)) {
    if (Array.isArray(value)) {
      if (value.length === 0) refuse('Empty arrays are not allowed');
      const branches = orBranches(key, value);
      product *= branches
        ? sum(branches.map((branch) => combinationsOf(branch, scope, depth)))
        : value.length * depth;
    } else if (isObject(value)) {
      if (scope === 'MessageAttributes') {
        throw new FilterPolicyError(
          'Filter policy scope MessageAttributes does not support nested filter policy',
        );
      }
      if (Object.keys(value).length === 0) refuse('Empty objects are not allowed');
      product *= combinationsOf(value, scope, depth + 1);
    } else refuse(`"${key}" must be an object or an array`);
  }
  return product;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function compileObject(policy: JsonObject): NodeTest {
  const tests = Object.entries(policy).map(([key, value]) => compileKey(key, value));
  return (node) => tests.every((test) => test(node));
}

function compileKey(key: string, value: unknown): NodeTest {
  if (!Array.isArray(value)) {
    const inner = compileObject(value as JsonObject);
    return (node) => {
      const children = node.childrenOf(key);
      // Where the object is absent, its keys are: `exists: false` inside it still holds.
      return children.length === 0 ? inner(ABSENT) : children.some(inner);
    };
  }
  const branches = orBranches(key, value)?.map(compileObject);
  if (branches) return (node) => branches.some((accepts) => accepts(node));
  const match = anyOf(value.map(compileMatch));
  return (node) => match(node.valuesOf(key));
}

function anyOf(matchers: readonly Match[]): Match {
  return (candidates) => matchers.some((match) => match(candidates));
}

/** `$or` is an operator only over at least two objects; otherwise it is a key like any other. */
function orBranches(key: string, value: readonly unknown[]): readonly JsonObject[] | undefined {
  return key === '$or' && value.length > 1 && value.every(isObject) ? value : undefined;
}

const ABSENT: Node = { valuesOf: () => [], childrenOf: () => [] };

function attributesNode({ attributes }: PublishedMessage): Node {
  return {
    valuesOf: (key) => (Object.hasOwn(attributes, key) ? attributeValues(attributes[key]!) : []),
    childrenOf: () => [],
  };
}

/** SNS does not look at binary attributes, except for whether they exist. */
function attributeValues({ type, value }: MessageAttribute): readonly Candidate[] {
  const base = type.split('.')[0];
  if (type === 'String.Array') return arrayValues(value);
  if (base === 'Number') return [{ value: Number(value), text: value }];
  return base === 'String' ? [{ value, text: value }] : [{ value: undefined, text: undefined }];
}

/** A String.Array that is no JSON list, or is empty, exists but has no value that could match. */
function arrayValues(text: string): readonly Candidate[] {
  const list = parseJson(text);
  const values = Array.isArray(list) ? list.filter(isScalar) : [];
  return values.length === 0 ? [{ value: undefined, text: undefined }] : values.map(candidateOf);
}

function bodyNode(body: JsonObject, depth: number): Node {
  const at = (key: string): readonly unknown[] =>
    Object.hasOwn(body, key) ? flatten(body[key], depth) : [];
  return {
    valuesOf: (key) => at(key).filter(isScalar).map(candidateOf),
    childrenOf: (key) =>
      at(key)
        .filter(isObject)
        .map((child) => bodyNode(child, depth - 1)),
  };
}

/** A list in a body stands for each of its items, however deep. */
function flatten(value: unknown, depth: number): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  return depth === 0 ? [] : value.flatMap((item) => flatten(item, depth - 1));
}

function candidateOf(value: JsonScalar): Candidate {
  return { value, text: String(value) };
}

function isScalar(value: unknown): value is JsonScalar {
  return value === null || (typeof value !== 'object' && value !== undefined);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseObject(text: string): JsonObject | undefined {
  if (text.length > FILTER_POLICY_LIMITS.bytes) return undefined;
  const value = parseJson(text);
  return isObject(value) ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
