import type { Caller } from '../../../kernel/caller.ts';
import type { Context } from '../../../kernel/context.ts';
import { AwsError, notImplemented } from '../../../kernel/error.ts';
import { StepFailure } from './failure.ts';

/**
 * Makes the call that a step's inputs describe, in the names of AWS's API, and gives its answer as
 * a plain tree. Throws StepFailure in the words of boto3, which Automation calls with.
 */
export function callApi(
  inputs: Readonly<Record<string, unknown>>,
  caller: Caller,
  context: Context,
): unknown {
  const { Service, Api, PropertySelector: _selector, DesiredValues: _wanted, ...input } = inputs;
  const api = operationName(String(Api));
  try {
    const service = String(Service).toLowerCase();
    return plain(context.call(service, api, input, { caller, plain: true }), api);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const code = errorCode(error.code, String(Service));
    const what = `An error occurred (${code}) when calling the ${api} operation`;
    throw new StepFailure(code, `${what}: ${error.message}`);
  }
}

/** On the wire the codes of these services' errors go without the word. */
function errorCode(code: string, service: string): string {
  return /^(iam|sns)$/i.test(service) ? code.replace(/Exception$/, '') : code;
}

/** `PutUserPolicy` from any way in which it may be written; boto3 says `put_user_policy`. */
export function operationName(api: string): string {
  const words = api.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  if (words.length === 1) return words[0]!;
  return words.map((word) => acronyms[word] ?? word).join('');
}

const acronyms: Readonly<Record<string, string>> = {
  Acl: 'ACL',
  Cors: 'CORS',
  Mfa: 'MFA',
  Saml: 'SAML',
  Ssh: 'SSH',
};

/** Times as ISO 8601, bytes as text. */
function plain(value: unknown, api: string): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (Array.isArray(value)) return value.map((item) => plain(item, api));
  if (typeof value !== 'object' || value === null) return value;
  if (Symbol.asyncIterator in value) throw notImplemented(`${api} in an automation: its stream`);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, plain(item, api)]),
  );
}
