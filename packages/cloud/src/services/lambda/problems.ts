import { AwsError } from '../../kernel/error.ts';

/** Lambda's errors say whose fault they are. */
function problem(code: string, message: string): AwsError {
  return new AwsError(code, message, { fields: { Type: 'User' } });
}

export const noSuchFunction = (arn: string) =>
  problem('ResourceNotFoundException', `Function not found: ${arn}`);

export const notFound = (message: string) => problem('ResourceNotFoundException', message);

export const conflict = (message: string) => problem('ResourceConflictException', message);

export const invalid = (message: string) => problem('InvalidParameterValueException', message);

export const invalidZip = () =>
  invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');

export const staleRevision = () =>
  problem(
    'PreconditionFailedException',
    'The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId',
  );

export const cannotAssume = 'The role defined for the function cannot be assumed by Lambda.';

export function throttled(reason: 'Concurrent' | 'ReservedFunctionConcurrent'): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
    fields: { Reason: `${reason}InvocationLimitExceeded`, Type: 'User' },
  });
}

export const tooLarge = (message: string) => problem('RequestTooLargeException', message);
