import type { ListShape, MapShape, Member, Shape, StructureShape } from '@tocsin/wire';
import { type Limit, type LimitTable, limitOfMember, limitsOf } from './limits/index.ts';
import type { Place, Step } from './limits/place.ts';
import { innerRule, type LimitRule, type Measure, rulesOf } from './limits/rules.ts';
import { type ValidationProblem, type Violation, wordingOf } from './limits/wording.ts';

export type { ValidationProblem } from './limits/wording.ts';

/** Checks one operation's input. Undefined where there is nothing to say, the usual case. */
export type Validator = (input: object) => ValidationProblem | undefined;

/** AWS names every violation; here the list ends, for one request may hold thousands of them. */
const violationsMax = 100;

/**
 * Compiles the check of an input: required members from its shape, limits from AWS's API model,
 * the problem in the service's own words. `service` is its name in IAM actions. Rules and patterns
 * are made here, once; a call only walks what it sent. Throws for a service it has no limits of.
 */
export function compileValidator(
  service: string,
  input: StructureShape,
  table: LimitTable = limitsOf(service),
): Validator {
  const { emptyIsMissing, problem } = wordingOf(service);
  const check = structureCheck(input, { table, emptyIsMissing, structures: new Map() });
  return (value) => {
    const found: Violation[] = [];
    check(value, undefined, found);
    const [first, ...others] = found;
    return first === undefined ? undefined : problem([first, ...others]);
  };
}

interface Compiling {
  readonly table: LimitTable;
  readonly emptyIsMissing: boolean;
  /** Structures done or under way: a shape may hold itself. */
  readonly structures: Map<Shape, StructureCheck>;
}

type StructureCheck = (value: unknown, place: Place | undefined, found: Violation[]) => void;

/** Place and step stay apart until something is found or entered: most values need no place. */
type Check = (value: unknown, parent: Place | undefined, step: Step, found: Violation[]) => void;

function structureCheck(shape: StructureShape, compiling: Compiling): StructureCheck {
  const known = compiling.structures.get(shape);
  if (known !== undefined) return known;
  const members: MemberCheck[] = [];
  const check: StructureCheck = (value, place, found) => {
    const structure = value as Readonly<Record<string, unknown>>;
    for (const member of members) checkMember(member, structure[member.name], place, found);
  };
  compiling.structures.set(shape, check);
  members.push(...shape.members.flatMap((member) => memberCheck(shape, member, compiling) ?? []));
  return check;
}

interface MemberCheck {
  readonly name: string;
  readonly step: Step;
  readonly isRequired: boolean;
  readonly emptyIsMissing: boolean;
  readonly isSecret: boolean;
  readonly check: Check | undefined;
}

function memberCheck(
  structure: StructureShape,
  { name, shape, required: isRequired, sensitive }: Member,
  compiling: Compiling,
): MemberCheck | undefined {
  const isSecret = sensitive || holdsSecret(shape);
  const limit = limitOfMember(compiling.table, structure.name, name);
  const check = valueCheck(shape, limit, isSecret, compiling);
  if (check === undefined && !isRequired) return undefined;
  const { emptyIsMissing } = compiling;
  return { name, step: { kind: 'member', name }, isRequired, emptyIsMissing, isSecret, check };
}

function checkMember(
  { step, isRequired, emptyIsMissing, isSecret, check }: MemberCheck,
  value: unknown,
  parent: Place | undefined,
  found: Violation[],
): void {
  if (isRequired && (value === undefined || value === null || (emptyIsMissing && value === ''))) {
    const constraint = 'Member must not be null';
    const place = { parent, step };
    add(found, { kind: 'missing', place, constraint, value: null, offender: null, isSecret });
  } else if (value !== undefined && value !== null) {
    check?.(value, parent, step, found);
  }
}

function valueCheck(
  shape: Shape,
  limit: Limit | undefined,
  isSecret: boolean,
  compiling: Compiling,
): Check | undefined {
  const own = limit === undefined ? [] : rulesOf(limit, measureOf(shape));
  const ownCheck = own.length === 0 ? undefined : rulesCheck(own, isSecret);
  switch (shape.kind) {
    case 'structure':
    case 'union': {
      const check = structureCheck(shape, compiling);
      return (value, parent, step, found) => check(value, { parent, step }, found);
    }
    case 'list':
      return both(ownCheck, itemsCheck(shape, limit?.member, isSecret, compiling));
    case 'map':
      return both(ownCheck, entriesCheck(shape, limit, isSecret, compiling));
    default:
      return ownCheck;
  }
}

function rulesCheck(rules: readonly LimitRule[], isSecret: boolean): Check {
  return (value, parent, step, found) => {
    for (const { kind, constraint, keeps } of rules) {
      if (keeps(value)) continue;
      const place = { parent, step };
      add(found, { kind, place, constraint, value, offender: value, isSecret });
    }
  };
}

/** Items that are structures are entered; those of a simple type answer to one rule of the list. */
function itemsCheck(
  { item: { shape } }: ListShape,
  limit: Limit | undefined,
  isSecret: boolean,
  compiling: Compiling,
): Check | undefined {
  if (!isSimple(shape)) {
    const check = valueCheck(shape, limit, isSecret, compiling);
    if (check === undefined) return undefined;
    return (value, parent, step, found) => {
      const place = { parent, step };
      (value as readonly unknown[]).forEach((item, index) => {
        if (item !== null) check(item, place, { kind: 'item', number: index + 1 }, found);
      });
    };
  }
  const rule = limit && innerRule('Member', limit, measureOf(shape));
  return rule && innerCheck(rule, (value) => value as readonly unknown[], isSecret);
}

function entriesCheck(
  { key, value: { shape } }: MapShape,
  limit: Limit | undefined,
  isSecret: boolean,
  compiling: Compiling,
): Check | undefined {
  const keyRule = limit?.key && innerRule('Map keys', limit.key, measureOf(key.shape));
  const keys = keyRule && innerCheck(keyRule, (map) => Object.keys(map as object), isSecret);
  if (isSimple(shape)) {
    const rule = limit?.value && innerRule('Map value', limit.value, measureOf(shape));
    return both(keys, rule && innerCheck(rule, (map) => Object.values(map as object), isSecret));
  }
  const check = valueCheck(shape, limit?.value, isSecret, compiling);
  if (check === undefined) return keys;
  return both(keys, (map, parent, step, found) => {
    const place = { parent, step };
    for (const [entryKey, entry] of Object.entries(map as object)) {
      if (entry !== null) check(entry, place, { kind: 'entry', key: entryKey }, found);
    }
  });
}

/** However many of its parts break the rule, a list or map is named once. */
function innerCheck(
  { kind, constraint, keeps }: LimitRule,
  partsOf: (value: unknown) => readonly unknown[],
  isSecret: boolean,
): Check {
  return (value, parent, step, found) => {
    const parts = partsOf(value);
    const at = parts.findIndex((part) => !keeps(part));
    if (at < 0) return;
    const place = { parent, step };
    add(found, { kind, place, constraint, value, offender: parts[at], isSecret });
  };
}

const both = (first: Check | undefined, second: Check | undefined): Check | undefined =>
  first === undefined || second === undefined
    ? (first ?? second)
    : (value, parent, step, found) => {
        first(value, parent, step, found);
        second(value, parent, step, found);
      };

function add(found: Violation[], violation: Violation): void {
  if (found.length < violationsMax) found.push(violation);
}

const measureOf = (shape: Shape): Measure => (shape.kind === 'number' ? 'value' : 'length');

const isSimple = ({ kind }: Shape): boolean =>
  kind !== 'structure' && kind !== 'union' && kind !== 'list' && kind !== 'map';

/** Whether anything inside must not be shown, and so neither the list or map that holds it. */
function holdsSecret(shape: Shape, entered: ReadonlySet<Shape> = new Set()): boolean {
  if (shape.sensitive) return true;
  if (entered.has(shape)) return false;
  const inside = new Set([...entered, shape]);
  return partsOf(shape).some((part) => part.sensitive || holdsSecret(part.shape, inside));
}

function partsOf(shape: Shape): readonly Member[] {
  if (shape.kind === 'structure' || shape.kind === 'union') return shape.members;
  if (shape.kind === 'list') return [shape.item];
  return shape.kind === 'map' ? [shape.key, shape.value] : [];
}
