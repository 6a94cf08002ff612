import type { Context } from '../../kernel/context.ts';
import { type ConditionKeys, type Operation, operation } from '../../kernel/operation.ts';
import { secretKeys } from './conditionKeys.ts';
import { invalidParameter, invalidRequest, noSuchSecret } from './problems.ts';
import { findSecret, type Secret, secretArn } from './state.ts';

/** An operation on one secret: what is authorized, and what is found, follows from its SecretId. */
export interface SecretOperation<Input extends SecretInput, Output extends object> {
  readonly accepts: readonly (keyof Input & string)[];
  readonly action?: readonly string[];
  /** Condition keys of this call besides those of the secret. */
  readonly keys?: (input: Input) => ConditionKeys;
  /**
   * The secrets that the operation works on: `any`; `kept`, those not marked for deletion;
   * `primary`, those of them that are no replicas.
   */
  readonly on: 'any' | 'kept' | 'primary';
  readonly run: (input: Input, context: Context, secret: Secret) => Output;
}

interface SecretInput {
  readonly SecretId?: string | undefined;
}

export function onSecret<Input extends SecretInput, Output extends object>(
  spec: SecretOperation<Input, Output>,
): Operation {
  const { accepts, action, keys, on, run } = spec;
  return operation<Input, Output>({
    accepts,
    ...accessToSecret(keys),
    ...(action ? { action } : undefined),
    run: (input, context) => {
      const secret = findSecret(context, input.SecretId!);
      if (!secret) throw noSuchSecret();
      if (on === 'primary') requirePrimary(secret);
      if (on !== 'any') requireKept(secret);
      return run(input, context, secret);
    },
  });
}

/** How access to the secret that a call names is decided. */
export function accessToSecret<Input extends SecretInput>(keys?: (input: Input) => ConditionKeys) {
  const find = ({ SecretId }: Input, context: Context) =>
    SecretId ? findSecret(context, SecretId) : undefined;
  return {
    resource: (input: Input, context: Context) =>
      find(input, context)?.arn ?? unknownArn(context, input.SecretId),
    deniedResource: (input: Input, context: Context) =>
      find(input, context) ? undefined : input.SecretId,
    resourcePolicy: (input: Input, context: Context) => find(input, context)?.resourcePolicy,
    conditionKeys: (input: Input, context: Context) => {
      const secret = find(input, context);
      const own = secret ? secretKeys(secret) : noKeys;
      return keys ? { ...own, ...keys(input) } : own;
    },
  };
}

const noKeys: ConditionKeys = {};

/**
 * The ARN against which AWS decides when there is no such secret: its end is not known. The
 * question marks are meant literally; `name-*` and `name-??????` in a policy match them, one
 * certain suffix does not.
 */
export function unknownArn(context: Context, id: string | undefined): string {
  if (!id) return '*';
  if (!id.startsWith('arn:')) return secretArn(context, `${id}-??????`);
  return arnSuffix.test(id) ? id : `${id}-??????`;
}

const arnSuffix = /-[A-Za-z0-9]{6}$/;

export function requirePrimary({ primaryRegion }: Secret) {
  if (primaryRegion === undefined) return;
  throw invalidParameter(
    "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
  );
}

function requireKept({ deletion }: Secret) {
  if (!deletion) return;
  throw invalidRequest(
    "You can't perform this operation on the secret because it was marked for deletion.",
  );
}
