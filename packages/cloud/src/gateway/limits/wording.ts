/**
 * How each service words an invalid input. Most stand on one AWS framework that counts and joins
 * what it found:
 *
 *     2 validation errors detected: Value '' at 'roleArn' failed to satisfy constraint: …; Value …
 *
 * Its sentences, paths (`tags.1.member.key`) and codes are AWS's, as its answers show them. SQS,
 * SNS, S3, CloudWatch's missing parameters and IAM's characters have words of their own. Where an
 * answer of AWS was not seen, the comment says "best known".
 */
import { lastMember, type Place, parameterOf, pathOf } from './place.ts';

/** What a caller is told, always with HTTP status 400. */
export interface ValidationProblem {
  readonly code: string;
  readonly message: string;
}

export interface Violation {
  readonly kind: 'missing' | 'limit' | 'pattern' | 'enum';
  readonly place: Place;
  /** The framework's sentence for the constraint. */
  readonly constraint: string;
  /** The value as AWS's sentence shows it: for a list's bad item, the whole list. */
  readonly value: unknown;
  /** The innermost value that breaks the constraint. */
  readonly offender: unknown;
  /** True when the value is or holds what the API model calls sensitive: it is never shown. */
  readonly isSecret: boolean;
}

export interface Wording {
  /** SQS takes an empty required string as none. */
  readonly emptyIsMissing: boolean;
  readonly problem: (violations: readonly [Violation, ...Violation[]]) => ValidationProblem;
}

/** A value is shown up to this many characters; AWS sets no limit of its own. */
const shownLengthMax = 4096;

interface FrameworkOptions {
  readonly code: string;
  /** Whether values are shown at all. */
  readonly shows?: boolean;
}

function framework({ code, shows = true }: FrameworkOptions): Wording {
  return {
    emptyIsMissing: false,
    problem(violations) {
      const sentences = violations.map((violation) => sentenceOf(violation, shows));
      const counted =
        violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`;
      return { code, message: `${counted} detected: ${sentences.join('; ')}` };
    },
  };
}

function sentenceOf({ place, constraint, value, isSecret }: Violation, shows: boolean): string {
  const shown = isSecret || !shows ? '' : ` ${quoted(value)}`;
  return `Value${shown} at '${pathOf(place)}' failed to satisfy constraint: ${constraint}`;
}

/** `null` alone stands without quotes. */
const quoted = (value: unknown): string =>
  value === undefined || value === null ? 'null' : `'${shownOf(value).slice(0, shownLengthMax)}'`;

/** Values look as Java prints them, for that is what AWS's framework does. */
function shownOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shownOf).join(', ')}]`;
  if (value instanceof Uint8Array) {
    return `java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]`;
  }
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => `${key}=${shownOf(inner)}`);
    return `{${entries.join(', ')}}`;
  }
  return String(value);
}

const validationError = framework({ code: 'ValidationError' });

const firstMissing = (violations: readonly Violation[]): Violation | undefined =>
  violations.find(({ kind }) => kind === 'missing');

/** Code and sentence of a missing parameter are best known; those of the limits are AWS's. */
const cloudwatch: Wording = {
  emptyIsMissing: false,
  problem(violations) {
    const missing = firstMissing(violations);
    if (missing === undefined) return validationError.problem(violations);
    const message = `The parameter ${parameterOf(missing.place)} is required.`;
    return { code: 'MissingParameter', message };
  },
};

/** AWS says "no value for required parameter" of Publish's TopicArn; of others, best known. */
const sns: Wording = {
  emptyIsMissing: false,
  problem(violations) {
    const missing = firstMissing(violations);
    if (missing === undefined) return validationError.problem(violations);
    const name = parameterOf(missing.place);
    const message = `Invalid parameter: ${name} Reason: no value for required parameter`;
    return { code: 'InvalidParameter', message };
  },
};

/** SQS's model has no limits but its sets of attribute names; the rest its operations check. */
const sqs: Wording = {
  emptyIsMissing: true,
  problem(violations) {
    const missing = firstMissing(violations);
    if (missing !== undefined) {
      const message = `The request must contain the parameter ${lastMember(missing.place)}.`;
      return { code: 'MissingParameter', message };
    }
    const message = `Unknown Attribute ${String(violations[0].offender)}.`;
    return { code: 'InvalidAttributeName', message };
  },
};

/** Members whose wrong value S3 answers with an error code of its own. */
const s3Problems: Readonly<Record<string, ValidationProblem>> = {
  LocationConstraint: {
    code: 'InvalidLocationConstraint',
    message: 'The specified location-constraint is not valid',
  },
  StorageClass: {
    code: 'InvalidStorageClass',
    message: 'The storage class you specified is not valid',
  },
};

const malformedXml: ValidationProblem = {
  code: 'MalformedXML',
  message:
    'The XML you provided was not well-formed or did not validate against our published schema',
};

/**
 * S3 checks a body against its XML schema; what stands in headers and query it calls arguments,
 * where code is AWS's and the sentence best known.
 */
const s3: Wording = {
  emptyIsMissing: false,
  problem([{ kind, place }]) {
    const isInBody = place.parent !== undefined;
    if (kind === 'missing') {
      return isInBody
        ? malformedXml
        : { code: 'MissingRequestBodyError', message: 'Request Body is empty' };
    }
    const name = lastMember(place);
    const argument = { code: 'InvalidArgument', message: `Invalid argument: ${name}` };
    return s3Problems[name] ?? (isInBody ? malformedXml : argument);
  },
};

const iamFramework = framework({ code: 'ValidationError', shows: false });

const nameCharacters = 'It must contain only alphanumeric characters and/or the following: +=,.@_-';
const pathCharacters =
  'It must begin and end with / and contain only alphanumeric characters and/or / characters.';
const documentCharacters = 'It must contain only printable ASCII characters.';

/** What IAM says of the characters of these members, where the framework would name a pattern. */
const iamCharacters: Readonly<Record<string, string>> = {
  AccessKeyId: 'It must contain only alphanumeric characters.',
  AssumeRolePolicyDocument: documentCharacters,
  GroupName: nameCharacters,
  NewGroupName: nameCharacters,
  NewPath: pathCharacters,
  NewUserName: nameCharacters,
  Path: pathCharacters,
  PathPrefix:
    'It must begin with the / character and contain only alphanumeric characters and/or / characters.',
  PolicyDocument: documentCharacters,
  PolicyName: nameCharacters,
  RoleName: nameCharacters,
  UserName: nameCharacters,
};

/**
 * IAM stopped showing values. It looks at the characters of names, paths and documents by itself,
 * once the framework has nothing to say of the input, and tells of the first that is wrong.
 */
const iam: Wording = {
  emptyIsMissing: false,
  problem(violations) {
    const sentences = violations.map(iamSentence);
    const [first, ...others] = violations.filter((_, index) => sentences[index] === undefined);
    if (first !== undefined) return iamFramework.problem([first, ...others]);
    return { code: 'ValidationError', message: sentences[0]! };
  },
};

function iamSentence({ kind, place }: Violation): string | undefined {
  const says = kind === 'pattern' ? iamCharacters[lastMember(place)] : undefined;
  return says && `The specified value for ${pathOf(place)} is invalid. ${says}`;
}

/**
 * By name in IAM actions. CloudTrail's code is best known: most of its
 * limits are checked by its operations, with exceptions of their own.
 */
const wordings: Readonly<Record<string, Wording>> = {
  cloudtrail: framework({ code: 'ValidationException' }),
  cloudwatch,
  events: framework({ code: 'ValidationException' }),
  iam,
  lambda: framework({ code: 'ValidationException' }),
  logs: framework({ code: 'InvalidParameterException' }),
  organizations: framework({ code: 'ValidationException' }),
  s3,
  secretsmanager: framework({ code: 'ValidationException' }),
  sns,
  sqs,
  ssm: framework({ code: 'ValidationException' }),
  sts: validationError,
};

/** Throws for a service that has no wording: it cannot be validated in AWS's words. */
export function wordingOf(service: string): Wording {
  const wording = wordings[service];
  if (wording === undefined) throw new Error(`No validation wording for ${service}`);
  return wording;
}
