import { type ConditionLine, isOperator } from './condition.ts';
import { MAX_DOCUMENT_LENGTH } from './limits.ts';
import { PolicyError, SYNTAX_ERROR } from './PolicyError.ts';
import type { NamedPrincipal, Policy } from './types.ts';

/** A policy's text as data: its shape is right, its values are not checked yet. */
export interface PolicyDocument {
  readonly version: Policy['version'];
  readonly statements: readonly StatementDocument[];
}

export interface StatementDocument {
  readonly sid: string | undefined;
  /** `Allow` or `Deny` in any case. */
  readonly effect: string;
  /** Undefined where the element is absent; the same holds of those below. */
  readonly actions: readonly string[] | undefined;
  readonly notActions: readonly string[] | undefined;
  readonly resources: readonly string[] | undefined;
  readonly notResources: readonly string[] | undefined;
  readonly principals: readonly NamedPrincipal[] | undefined;
  readonly notPrincipals: readonly NamedPrincipal[] | undefined;
  readonly conditions: readonly ConditionLine[];
}

type JsonObject = Readonly<Record<string, unknown>>;

const DOCUMENT_KEYS = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_KEYS = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);
const PRINCIPAL_TYPES: ReadonlySet<string> = new Set<NamedPrincipal['type']>([
  'AWS',
  'Service',
  'Federated',
  'CanonicalUser',
]);

/**
 * Reads the JSON of a policy.
 * Source: "Grammar of the IAM JSON policy language" in the IAM User Guide.
 *
 * @throws PolicyError where the text is not of that grammar.
 */
export function readDocument(text: string): PolicyDocument {
  const document = parseJson(text);
  require(isObject(document) && hasOnly(document, DOCUMENT_KEYS));
  require(document.Id === undefined || typeof document.Id === 'string');
  const version = document.Version ?? '2008-10-17';
  require(version === '2008-10-17' || version === '2012-10-17');
  const statements = listOf(document.Statement).map(readStatement);
  require(statements.length > 0);
  return { version, statements };
}

function parseJson(text: string): unknown {
  require(text.length <= MAX_DOCUMENT_LENGTH);
  try {
    return JSON.parse(text);
  } catch {
    throw new PolicyError(SYNTAX_ERROR);
  }
}

function readStatement(value: unknown): StatementDocument {
  require(isObject(value) && hasOnly(value, STATEMENT_KEYS));
  const { Sid: sid, Effect: effect } = value;
  require(sid === undefined || typeof sid === 'string');
  require(typeof effect === 'string' && /^(allow|deny)$/i.test(effect));
  require(value.Action === undefined || value.NotAction === undefined);
  require(value.Resource === undefined || value.NotResource === undefined);
  require(value.Principal === undefined || value.NotPrincipal === undefined);
  return {
    sid,
    effect,
    actions: readStrings(value.Action),
    notActions: readStrings(value.NotAction),
    resources: readStrings(value.Resource),
    notResources: readStrings(value.NotResource),
    principals: readPrincipals(value.Principal),
    notPrincipals: readPrincipals(value.NotPrincipal),
    conditions: readConditions(value.Condition),
  };
}

function readStrings(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const list = listOf(value);
  require(list.every((item) => typeof item === 'string'));
  return list as readonly string[];
}

function readPrincipals(value: unknown): readonly NamedPrincipal[] | undefined {
  if (value === undefined) return undefined;
  if (value === '*') return [{ type: 'AWS', value: '*' }];
  require(isObject(value) && hasOnly(value, PRINCIPAL_TYPES));
  return Object.entries(value).flatMap(([type, names]) =>
    readStrings(names)!.map((name) => ({ type: type as NamedPrincipal['type'], value: name })),
  );
}

function readConditions(value: unknown): readonly ConditionLine[] {
  if (value === undefined) return [];
  require(isObject(value));
  return Object.entries(value).flatMap(([operator, keys]) => {
    require(isObject(keys));
    // AWS asks what the operator means only once a key stands under it.
    return Object.entries(keys).map(([key, values]) => {
      require(isOperator(operator));
      return { operator, key, values: readValues(values) };
    });
  });
}

function readValues(value: unknown): readonly string[] {
  return listOf(value).map((item) => {
    require(typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean');
    return String(item);
  });
}

/** Wherever the language takes a list, it takes a single value as well. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasOnly(value: JsonObject, keys: ReadonlySet<string>): boolean {
  return Object.keys(value).every((key) => keys.has(key));
}

function require(condition: boolean): asserts condition {
  if (!condition) throw new PolicyError(SYNTAX_ERROR);
}
