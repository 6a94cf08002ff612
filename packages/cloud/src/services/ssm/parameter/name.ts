import { AwsError } from '../../../kernel/error.ts';

/** Checks the name of a new parameter. Throws what AWS throws. */
export function requireName(name: string) {
  if (/^\/?aws(\/|$)/i.test(name) && name.startsWith('/')) {
    throw new AwsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  }
  const isPath = name.includes('/');
  if (isPath && !name.startsWith('/')) {
    throw invalid('Parameter name must be a fully qualified name.');
  }
  if (/^\/?(aws|ssm)/i.test(name) || !/^[\w./-]+$/.test(name) || /\/\/|\/$/.test(name)) {
    throw invalid(
      `Parameter name: can't be prefixed with "${isPath ? '/' : ''}aws" or "${isPath ? '/' : ''}ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_`,
    );
  }
  if (name.length > nameLengthMax) {
    throw invalid(`Parameter name is longer than ${nameLengthMax} characters.`);
  }
  if (name.split('/').length - 1 > levelsMax) {
    throw new AwsError(
      'HierarchyLevelLimitExceededException',
      `Hierarchy is too deep: a parameter name can have at most ${levelsMax} levels.`,
    );
  }
}

/** AWS counts the ARN before the name too, 1,011 characters being left for the name. */
const nameLengthMax = 1011;
const levelsMax = 15;

export function requirePath(path: string) {
  if (/^\/(?:[\w.-]+(?:\/[\w.-]+)*\/?)?$/.test(path)) return;
  throw invalid(
    'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.',
  );
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message, { statusCode: 400 });
}
