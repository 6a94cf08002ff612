import { AwsError } from '../../kernel/error.ts';

export const invalidParameter = (message: string) =>
  new AwsError('InvalidParameterException', message);

export const invalidRequest = (message: string) => new AwsError('InvalidRequestException', message);

export const notFound = (what: string) =>
  new AwsError('ResourceNotFoundException', `Secrets Manager can't find the specified ${what}`);

export const noSuchSecret = () => notFound('secret.');

export const noSuchVersion = (versionId: string) =>
  notFound(`secret value for VersionId: ${versionId}`);

export const invalidNextToken = () =>
  new AwsError('InvalidNextTokenException', 'The NextToken value is invalid.');
