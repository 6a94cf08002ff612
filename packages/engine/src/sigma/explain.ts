import { createFields, type Fields, FieldView } from './field.ts';
import { compileTest, type RegexEngine } from './matchValue.ts';
import type { Condition, Detection, DetectionItem, SigmaRule, Value } from './rule.ts';

/** Why a rule matches a record or does not: a tree with the shape of the rule. */
export interface Reason {
  readonly kind: 'and' | 'or' | 'not' | 'search' | 'item' | 'value';
  /** The name of a search identifier, the key of an item, a value as it was written; or empty. */
  readonly text: string;
  readonly matched: boolean;
  readonly of: readonly Reason[];
  /** Of an item: its line in the file. */
  readonly line?: number;
  /**
   * Of an item: what the record has in the field, none if the field is missing. Of a value: what
   * of it matched. For keywords only what matched is told.
   */
  readonly found?: readonly unknown[];
}

/** Evaluates every part of a rule on a record, also those that no longer decide. */
export function explain(
  rule: SigmaRule,
  record: object,
  options: { readonly regex: RegexEngine },
): Reason {
  const fields = createFields();
  fields.read(record);
  return ofCondition(rule.condition, rule, { fields, regex: options.regex });
}

/**
 * The items that made the rule match or not: of an `and` that failed those members that failed, of
 * an `or` that matched those that matched, and so on down.
 */
export function decisiveItems(reason: Reason): readonly Reason[] {
  if (reason.kind === 'item') return [reason];
  if (reason.kind === 'not' || reason.kind === 'search') return reason.of.flatMap(decisiveItems);
  return reason.of.filter((part) => part.matched === reason.matched).flatMap(decisiveItems);
}

interface Context {
  readonly fields: Fields;
  readonly regex: RegexEngine;
}

function ofCondition(condition: Condition, rule: SigmaRule, context: Context): Reason {
  if (condition.kind === 'search') {
    const inner = ofDetection(rule.detections.get(condition.name)!, context);
    return { kind: 'search', text: condition.name, matched: inner.matched, of: [inner] };
  }
  if (condition.kind === 'not') {
    const inner = ofCondition(condition.of, rule, context);
    return { kind: 'not', text: '', matched: !inner.matched, of: [inner] };
  }
  const { kind } = condition;
  return join(
    kind,
    condition.of.map((member) => ofCondition(member, rule, context)),
  );
}

function ofDetection(detection: Detection, context: Context): Reason {
  if (detection.kind === 'item') return ofItem(detection, context);
  const members = detection.of.map((member) => ofDetection(member, context));
  return join(detection.kind, members);
}

function join(kind: 'and' | 'or', of: readonly Reason[]): Reason {
  return { kind, text: '', matched: allOrSome(of, kind === 'and'), of };
}

function allOrSome(of: readonly Reason[], all: boolean): boolean {
  return all ? of.every((part) => part.matched) : of.some((part) => part.matched);
}

function ofItem(item: DetectionItem, context: Context): Reason {
  const field = context.fields.reader(item.path)();
  const of = item.values.map((value) => ofValue(value, field, context));
  return {
    kind: 'item',
    text: item.text,
    matched: allOrSome(of, item.every) !== item.negated,
    of,
    ...(item.line === undefined ? {} : { line: item.line }),
    found: item.path === undefined ? of.flatMap((value) => value.found ?? []) : field.values,
  };
}

function ofValue(value: Value, field: FieldView, context: Context): Reason {
  const tests = value.anyOf.map((test) => compileTest(test, context.fields, context.regex));
  const found = field.values.filter((one) => {
    const alone = new FieldView([one], true);
    return tests.some((test) => test(alone));
  });
  const matched = tests.some((test) => test(field));
  return { kind: 'value', text: String(value.source), matched, of: [], found };
}
