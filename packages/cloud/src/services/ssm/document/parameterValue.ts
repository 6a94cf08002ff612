import { AwsError } from '../../../kernel/error.ts';
import { libraries } from '../../../kernel/libraries.ts';
import { invalidContent } from './readContent.ts';
import type { ParameterSpec, Runbook } from './runbook.ts';

/**
 * The parameters of an execution: what was given, by type, and the defaults of the rest.
 * @throws InvalidAutomationExecutionParametersException
 */
export function readParameterValues(
  { parameters }: Runbook,
  given: Readonly<Record<string, readonly string[]>>,
): Record<string, unknown> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(parameters, name)) {
      throw invalid(`Parameter "${name}" is not declared in the document.`);
    }
  }
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(parameters)) {
    const texts = Object.hasOwn(given, name) ? given[name] : undefined;
    if (texts) {
      values[name] = typed(name, spec, texts);
      requireAllowed(name, spec, values[name]);
    } else if (spec.default !== undefined) values[name] = spec.default;
    else throw invalid(`Parameter "${name}" is required but no value was provided.`);
  }
  return values;
}

/** As AWS shows parameters and outputs: lists of text. */
export function asTexts(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map((item) =>
    typeof item === 'string' ? item : JSON.stringify(item),
  );
}

export function isList(type: string): boolean {
  return type === 'StringList' || type.startsWith('List<');
}

function typed(name: string, spec: ParameterSpec, texts: readonly string[]): unknown {
  if (isList(spec.type)) return texts;
  if (spec.type === 'MapList') return texts.map((text) => jsonOf(name, text));
  if (texts.length !== 1) {
    throw invalid(`Parameter "${name}" of type ${spec.type} must have exactly one value.`);
  }
  const text = texts[0]!;
  switch (spec.type) {
    case 'Integer':
      if (!/^-?\d{1,15}$/.test(text)) throw invalid(notOfType(name, text, spec.type));
      return Number(text);
    case 'Boolean':
      if (!/^(true|false)$/i.test(text)) throw invalid(notOfType(name, text, spec.type));
      return text.toLowerCase() === 'true';
    case 'StringMap':
      return jsonOf(name, text);
    default:
      return text;
  }
}

const notOfType = (name: string, text: string, type: string) =>
  `Parameter "${name}" has value "${text}" which is not of type ${type}.`;

function jsonOf(name: string, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below, like JSON that is no map.
  }
  throw invalid(notOfType(name, text, 'StringMap'));
}

function requireAllowed(name: string, spec: ParameterSpec, value: unknown) {
  const { allowedValues, allowedPattern, minItems, maxItems, minChars, maxChars } = spec;
  const items = Array.isArray(value) ? value : [value];
  for (const item of items) {
    const text = String(item);
    if (allowedValues && !allowedValues.some((allowed) => String(allowed) === text)) {
      throw invalid(
        `Parameter "${name}" has value "${text}" not found in [${allowedValues.join(', ')}].`,
      );
    }
    if (typeof item !== 'string') continue;
    if (allowedPattern !== undefined && !libraries.re2js.RE2JS.matches(allowedPattern, item)) {
      throw invalid(`Parameter "${name}" has value "${text}" not matching ${allowedPattern}.`);
    }
    requireSize(`Length of parameter "${name}"`, text.length, minChars, maxChars);
  }
  if (Array.isArray(value)) {
    requireSize(`Number of items of parameter "${name}"`, value.length, minItems, maxItems);
  }
}

function requireSize(what: string, size: number, min = 0, max = Number.POSITIVE_INFINITY) {
  if (size < min || size > max) {
    throw invalid(`${what} is ${size}, it must be from ${min} to ${max}.`);
  }
}

/** Throws InvalidDocumentContent for a default of another type than the parameter's. */
export function requireDefault(name: string, { type, default: value }: ParameterSpec) {
  if (value === undefined) return;
  const fits =
    isList(type) || type === 'MapList'
      ? Array.isArray(value)
      : type === 'StringMap'
        ? typeof value === 'object' && value !== null
        : typeof value === (scalarTypes[type] ?? 'string');
  if (!fits) throw invalidContent(`Default of parameter "${name}" is not of type ${type}.`);
  if (typeof value === 'string' && /\{\{\s*ssm:/.test(value)) {
    throw invalidContent(`Default of parameter "${name}" cannot be an {{ssm:…}} reference here.`);
  }
}

const scalarTypes: Readonly<Record<string, string>> = { Integer: 'number', Boolean: 'boolean' };

export function invalid(message: string): AwsError {
  return new AwsError('InvalidAutomationExecutionParametersException', message);
}
