import { AwsError } from '../../kernel/error.ts';

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** @param reason what follows AWS's "Reason: " */
export function invalidParameter(name: string, reason?: string): AwsError {
  return invalid(
    `Parameter ${name} is not valid.${reason === undefined ? '' : ` Reason: ${reason}`}`,
  );
}

/** @param what for example `Event bus orders`; `where` follows AWS's "does not exist" */
export function missing(what: string, where = ''): AwsError {
  return new AwsError('ResourceNotFoundException', `${what} does not exist${where}.`);
}

export function exists(what: string): AwsError {
  return new AwsError('ResourceAlreadyExistsException', `${what} already exists.`);
}

export function limitExceeded(): AwsError {
  return new AwsError(
    'LimitExceededException',
    'The requested resource exceeds the maximum number allowed.',
  );
}
