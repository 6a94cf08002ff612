import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { Operation } from '../../kernel/operation.ts';

/**
 * IAM takes no temporary credentials of a user (GetSessionToken) that were made without MFA, and
 * none of GetFederationToken; those of a role it takes. The refusal comes before authorization.
 * Source: "GetSessionToken" and "GetFederationToken" in the AWS STS API Reference.
 */
export function withoutUserSessions<Operations extends Readonly<Record<string, Operation>>>(
  operations: Operations,
): Readonly<Record<string, Operation>> {
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [name, guarded(operation)]),
  );
}

function guarded(operation: Operation): Operation {
  return {
    ...operation,
    resource: (input, context) => {
      if (isUserSession(context)) throw invalidToken;
      return operation.resource(input, context);
    },
  };
}

function isUserSession({ caller: { identity } }: Context): boolean {
  const { kind } = identity.principal;
  if (kind === 'federated-user') return true;
  return kind === 'user' && identity.conditionKeys['aws:multifactorauthpresent'] === 'false';
}

const invalidToken = new AwsError(
  'InvalidClientTokenId',
  'The security token included in the request is invalid',
  { statusCode: 403 },
);
