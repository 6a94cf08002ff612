import { PolicyError, parsePolicy } from '@tocsin/engine/policy';
import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { fullAccess } from './fullAccess.ts';
import { policies, type ServiceControlPolicy } from './state.ts';

/** Checks the text of a service control policy and gives it back. */
export function checkedContent(text: string): string {
  if (text.length > contentMax) {
    throw new AwsError('ConstraintViolationException', 'You have exceeded the allowed size.', {
      fields: { Reason: 'POLICY_CONTENT_LIMIT_EXCEEDED' },
    });
  }
  try {
    parsePolicy(text, 'service-control');
    return text;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new AwsError(
      'MalformedPolicyDocumentException',
      'The provided policy document does not meet the requirements of the specified policy type.',
    );
  }
}

/** Names are one policy's each. */
export function refuseTakenName(
  name: string | undefined,
  own: ServiceControlPolicy | undefined,
  context: Context,
) {
  const others = [fullAccess, ...context.globalTable(policies).values()];
  if (!others.some((one) => one.name === name && one.id !== own?.id)) return;
  throw new AwsError('DuplicatePolicyException', 'A policy with the same name already exists.');
}

/** Of the policy types of Organizations this one is done. */
export function onlyServiceControl(type: string | undefined, operation: string) {
  if (type === 'SERVICE_CONTROL_POLICY') return;
  throw notImplemented(`${operation}: the policy type ${type}`);
}

/** Characters. Source: "Quotas and service limits for AWS Organizations". */
const contentMax = 5120;
