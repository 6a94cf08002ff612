import { type Policy, PolicyError, parsePolicy } from '@tocsin/engine/policy';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';

/** @throws MalformedPolicyDocumentException */
export function checkResourcePolicy(text: string, { identities }: Context) {
  try {
    JSON.parse(text);
  } catch {
    throw malformed('This resource policy contains invalid Json');
  }
  const { principals } = parsed(text);
  if (principals.some(({ type, value }) => type === 'AWS' && !identities.mayExist(value))) {
    throw malformed('This resource policy contains an unsupported principal.');
  }
}

function parsed(text: string): Policy {
  try {
    return parsePolicy(text, 'resource');
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw malformed('This resource policy contains a syntax error.');
  }
}

const malformed = (message: string) => new AwsError('MalformedPolicyDocumentException', message);

export const publicPolicyText =
  'You can not attach a resource policy that grants Public access to your secret.';

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
