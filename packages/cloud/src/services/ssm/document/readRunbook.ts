import { AwsError, notImplemented } from '../../../kernel/error.ts';
import { libraries } from '../../../kernel/libraries.ts';
import { referencesIn } from '../automation/reference.ts';
import { requireDefault } from './parameterValue.ts';
import { invalidContent } from './readContent.ts';
import { readSteps } from './readSteps.ts';
import { type ParameterSpec, parameterTypes, type Runbook, resourceType } from './runbook.ts';
import { text, tree } from './tree.ts';

/**
 * The tree of an Automation document as a runbook. What AWS knows and this cloud does not is
 * refused by name here, before anything runs.
 * Source: "Data elements and parameters" of the Systems Manager guide.
 * @throws InvalidDocumentContent, InvalidDocumentSchemaVersion
 */
export function readRunbook(content: unknown): Runbook {
  const document = tree(content, 'Document');
  for (const name of Object.keys(document)) {
    if (name === 'variables' || name === 'files') {
      throw notImplemented(`Automation documents with ${name}`);
    }
    if (!documentMembers.has(name)) throw invalidContent(`Unknown element "${name}".`);
  }
  requireSchemaVersion(document.schemaVersion);
  const parameters = readParameters(document.parameters);
  const steps = readSteps(document.mainSteps);
  const { assumeRole, description, outputs = [] } = document;
  if (!Array.isArray(outputs)) throw invalidContent('"outputs" must be a list.');
  const runbook: Runbook = {
    ...(description === undefined ? undefined : { description: text(description, 'description') }),
    ...(assumeRole === undefined ? undefined : { assumeRole: text(assumeRole, 'assumeRole') }),
    parameters,
    steps,
    outputs: outputs.map((output) => text(output, 'outputs')),
  };
  requireDeclared(runbook);
  return runbook;
}

const documentMembers = new Set([
  'schemaVersion',
  'description',
  'assumeRole',
  'parameters',
  'mainSteps',
  'outputs',
]);

function requireSchemaVersion(version: unknown) {
  if (version === '0.3') return;
  throw new AwsError(
    'InvalidDocumentSchemaVersion',
    `The schema version ${JSON.stringify(version) ?? 'null'} is not supported for Automation documents. Supported schema version: 0.3`,
  );
}

function readParameters(value: unknown): Record<string, ParameterSpec> {
  if (value === undefined || value === null) return {};
  const parameters: Record<string, ParameterSpec> = {};
  for (const [name, declared] of Object.entries(tree(value, 'parameters'))) {
    const spec = tree(declared, `Parameter "${name}"`);
    for (const member of Object.keys(spec)) {
      if (parameterMembers.has(member)) continue;
      throw invalidContent(`Parameter "${name}" has unknown attribute "${member}".`);
    }
    const type = text(spec.type, `type of parameter "${name}"`);
    if (!parameterTypes.has(type) && !resourceType.test(type)) {
      throw invalidContent(`Parameter "${name}" has invalid type "${type}".`);
    }
    const { allowedPattern } = spec;
    if (allowedPattern !== undefined) requirePattern(name, allowedPattern);
    parameters[name] = { ...spec, type } as ParameterSpec;
    requireDefault(name, parameters[name]);
  }
  return parameters;
}

const parameterMembers = new Set([
  'type',
  'description',
  'default',
  'allowedValues',
  'allowedPattern',
  'displayType',
  'minItems',
  'maxItems',
  'minChars',
  'maxChars',
]);

function requirePattern(name: string, pattern: unknown) {
  try {
    libraries.re2js.RE2JS.compile(text(pattern, 'allowedPattern'));
  } catch {
    throw invalidContent(`Parameter "${name}" has invalid allowedPattern.`);
  }
}

/** A reference may be to a parameter, to any step's output, or to what Automation itself tells. */
function requireDeclared({ assumeRole, parameters, steps, outputs }: Runbook) {
  const names = new Set(steps.map(({ name }) => name));
  const outputReferences = outputs.map((output) => `{{ ${output.replaceAll(/[{}\s]/g, '')} }}`);
  for (const name of referencesIn([assumeRole, steps, outputReferences])) {
    if (name in parameters || systemNames.has(name)) continue;
    const dot = name.indexOf('.');
    if (dot < 0) throw invalidContent(`Parameter "${name}" is not declared.`);
    const step = name.slice(0, dot);
    if (!names.has(step)) throw invalidContent(`Step "${step}" of "{{ ${name} }}" is not defined.`);
  }
}

const systemNames = new Set([
  'global:DATE',
  'global:DATE_TIME',
  'global:REGION',
  'global:ACCOUNT_ID',
  'automation:EXECUTION_ID',
]);
