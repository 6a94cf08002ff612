import { AwsError } from '../../kernel/error.ts';

/** A header or query parameter that cannot be; `name` is its name on the wire. */
export function invalidArgument(message: string, name: string, value: unknown): AwsError {
  return new AwsError('InvalidArgument', message, {
    statusCode: 400,
    fields: { ArgumentName: name, ArgumentValue: value },
  });
}

export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequest', message, { statusCode: 400 });
}

export function malformedXml(): AwsError {
  return new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
    { statusCode: 400 },
  );
}
