import type { PolicyDocument, StatementDocument } from './document.ts';
import { LEGACY_ERROR, PolicyError } from './PolicyError.ts';
import { isPrincipalName } from './principal.ts';
import type { NamedPrincipal, PolicyKind } from './types.ts';

const PARTITIONS: ReadonlySet<string> = new Set([
  '*',
  'aws',
  'aws-cn',
  'aws-us-gov',
  'aws-eusc',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
]);

const IAM_PATHS = [
  'user/',
  'federated-user/',
  'role/',
  'group/',
  'instance-profile/',
  'mfa/',
  'server-certificate/',
  'policy/',
  'sms-mfa/',
  'saml-provider/',
  'oidc-provider/',
  'report/',
  'access-report/',
] as const;

const TRUST_ACTION =
  /^sts:(AssumeRole(WithSAML|WithWebIdentity)?|TagSession|SetSourceIdentity|SetContext|\*)$/i;

/**
 * Checks what the grammar leaves open, in AWS's order: where a document has several faults, it is
 * the same one that is reported.
 *
 * @throws PolicyError with AWS's message for the first fault.
 */
export function checkDocument(document: PolicyDocument, kind: PolicyKind): void {
  const { statements, version } = document;
  if (kind === 'resource' || kind === 'trust') {
    statements.forEach(kind === 'trust' ? checkTrustFields : checkResourcePolicyFields);
  } else {
    if (version !== '2012-10-17') fail('Policy document must be version 2012-10-17 or greater.');
    if (statements.some(({ principals, notPrincipals }) => principals ?? notPrincipals)) {
      fail('Policy document should not specify a principal.');
    }
  }
  statements.forEach(checkLegacy);
  checkStatementIds(statements);
  if (statements.some((one) => isEmpty(one.actions ?? one.notActions))) {
    fail('Policy statement must contain actions.');
  }
  if (kind !== 'trust') {
    if (statements.some((one) => isEmpty(one.resources ?? one.notResources))) {
      fail('Policy statement must contain resources.');
    }
    for (const { resources, notResources } of statements) {
      for (const resource of resources ?? notResources!) checkResource(resource);
    }
  }
  for (const { actions, notActions } of statements) {
    for (const action of actions ?? notActions!) checkAction(action);
  }
}

function checkTrustFields(statement: StatementDocument): void {
  if (statement.resources ?? statement.notResources) fail('Has prohibited field Resource');
  if (statement.notPrincipals) fail('Has prohibited field NotPrincipal');
  if (statement.notActions) fail('Has prohibited field NotAction');
  if (isEmpty(statement.principals)) fail('Missing required field Principal');
  if (statement.actions === undefined) fail('Missing required field Action');
  if (!statement.actions.every((action) => TRUST_ACTION.test(action))) {
    fail('AssumeRole policy may only specify STS AssumeRole actions.');
  }
  checkPrincipalNames(statement.principals!);
}

function checkResourcePolicyFields(statement: StatementDocument): void {
  const principals = statement.principals ?? statement.notPrincipals;
  if (isEmpty(principals)) fail('Missing required field Principal');
  if (!(statement.actions ?? statement.notActions)) fail('Missing required field Action');
  if (!(statement.resources ?? statement.notResources)) fail('Missing required field Resource');
  if (statement.notPrincipals && /^allow$/i.test(statement.effect)) {
    fail('NotPrincipal is not supported with Effect Allow');
  }
  checkPrincipalNames(principals!);
}

function checkPrincipalNames(principals: readonly NamedPrincipal[]): void {
  for (const name of principals) {
    if (!isPrincipalName(name)) fail(`Invalid principal in policy: "${name.type}":"${name.value}"`);
  }
}

/** AWS reads `Allow` and `Deny` exactly, and ARNs of the partition `aws` in their older form. */
function checkLegacy({ effect, resources, notResources }: StatementDocument): void {
  if (effect !== 'Allow' && effect !== 'Deny') fail(LEGACY_ERROR);
  for (const resource of resources ?? notResources ?? []) {
    if (!resource.startsWith('arn:aws:')) continue;
    const segments = resource.split(':');
    const incomplete = segments.length < 6 && resource.includes('::');
    if (segments[2] === '' || incomplete) fail(LEGACY_ERROR);
  }
}

function checkStatementIds(statements: readonly StatementDocument[]): void {
  const ids = statements.map(({ sid }) => sid).filter((sid) => sid !== undefined && sid !== '');
  if (new Set(ids).size < ids.length) {
    fail('Statement IDs (SID) in a single policy must be unique.');
  }
}

function checkResource(resource: string): void {
  if (resource === '*') return;
  const [, partition, service, region, account, ...rest] = resource.split(':');
  if (partition === undefined) fail(`Resource ${resource} must be in ARN format or "*".`);
  if (!PARTITIONS.has(partition)) {
    const vendor = service === '' && region !== undefined ? '' : service || '*';
    const shown = [vendor, region ?? '*', account ?? '*', rest.join(':') || '*'].join(':');
    fail(`Partition "${partition}" is not valid for resource "arn:${partition}:${shown}".`);
  }
  if (service === undefined || /[*?]/.test(service)) {
    fail('Resource vendor must be fully qualified and cannot contain regexes.');
  }
  const path = rest.join(':');
  if (service === 'iam') {
    if (region) fail(`IAM resource ${resource} cannot contain region information.`);
    if (region !== undefined && !isIamPath(path)) {
      fail(`IAM resource path must either be "*" or start with ${IAM_PATHS.join(', ')}.`);
    }
  }
  if (service === 's3' && region && !path.startsWith('accesspoint/')) {
    fail(`Resource ${resource} can not contain region information.`);
  }
}

/** AWS also takes a path whose beginning a wildcard or a variable leaves open: `*`, `u*`. */
function isIamPath(path: string): boolean {
  const open = path.search(/[*?$]/);
  const known = open < 0 ? path : path.slice(0, open);
  return (
    path === 'root' ||
    IAM_PATHS.some((start) => known.startsWith(start) || (open >= 0 && start.startsWith(known)))
  );
}

function checkAction(action: string): void {
  if (action === '*' || action === '*:*') return;
  const [vendor, , more] = action.split(':');
  if (!action.includes(':')) {
    fail('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  }
  if (more !== undefined) fail('Actions/Condition can contain only one colon.');
  if (!/^[\w.-]+$/.test(vendor!)) fail(`Vendor ${vendor} is not valid`);
}

function isEmpty(list: readonly unknown[] | undefined): boolean {
  return list === undefined || list.length === 0;
}

function fail(message: string): never {
  throw new PolicyError(message);
}
