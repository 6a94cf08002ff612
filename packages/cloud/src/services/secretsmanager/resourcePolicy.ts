import { PolicyError, parsePolicy } from '@tocsin/engine/policy';
import { AwsError } from '../../kernel/error.ts';

/** A policy document that was parsed: what is looked at here is of these shapes. */
export interface PolicyDocument {
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

interface PolicyStatement {
  readonly Effect: string;
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** @throws MalformedPolicyDocumentException */
export function readResourcePolicy(text: string): PolicyDocument {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed('This resource policy contains invalid Json');
  }
  try {
    parsePolicy(text, 'resource');
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw malformed('This resource policy contains a syntax error.');
  }
  return document as PolicyDocument;
}

const malformed = (message: string) => new AwsError('MalformedPolicyDocumentException', message);

export const publicPolicyText =
  'You can not attach a resource policy that grants Public access to your secret.';

/**
 * Whether a policy lets anybody in: it allows every principal, and no condition holds the caller
 * to certain accounts, principals or networks.
 */
export function isPublic({ Statement }: PolicyDocument): boolean {
  return [Statement].flat().some((statement) => {
    const { Effect, Principal, Condition } = statement as PolicyStatement;
    return Effect === 'Allow' && isAnybody(Principal) && !isNarrowed(Condition);
  });
}

function isAnybody(principal: PolicyStatement['Principal']): boolean {
  if (principal === undefined || typeof principal === 'string') return principal === '*';
  return [principal.AWS ?? []].flat().includes('*');
}

function isNarrowed(condition: PolicyStatement['Condition'] = {}): boolean {
  return Object.entries(condition).some(
    ([operator, keys]) =>
      narrowingOperator.test(operator) &&
      Object.entries(keys).some(
        ([key, values]) =>
          narrowingKey.test(key) && ![values].flat().some((value) => anyValue.test(String(value))),
      ),
  );
}

const narrowingOperator = /^(String(Equals|Like)(IgnoreCase)?|Arn(Equals|Like)|IpAddress)$/i;
const narrowingKey =
  /^aws:(Principal(Arn|Account|Org(ID|Paths))|Source(Arn|Account|Owner|Vpc(e|Arn)?|Ip)|userid)$/i;
const anyValue = /^(\*|0\.0\.0\.0\/0|::\/0)$/;

/** AWS gives the policy back printed anew: two spaces a level, ` : ` after names, lists in line. */
export function printPolicy(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => printPolicy(item, indent));
    return items.length > 0 ? `[ ${items.join(', ')} ]` : '[ ]';
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const members = Object.entries(value).map(
    ([name, member]) => `${inner}${JSON.stringify(name)} : ${printPolicy(member, inner)}`,
  );
  return members.length > 0 ? `{\n${members.join(',\n')}\n${indent}}` : '{ }';
}
