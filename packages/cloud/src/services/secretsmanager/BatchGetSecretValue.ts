import type {
  APIErrorType,
  BatchGetSecretValueRequest,
  BatchGetSecretValueResponse,
  GetSecretValueResponse,
  SecretValueEntry,
} from '@aws-sdk/client-secrets-manager';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { pageOf } from './page.ts';
import { invalidParameter } from './problems.ts';
import { searchSecrets } from './search.ts';

/**
 * Reads up to 20 secrets at once. Each is authorized and recorded as a GetSecretValue that the
 * service makes for the caller; what fails is listed and does not fail the batch.
 */
export const BatchGetSecretValue = operation<
  BatchGetSecretValueRequest,
  BatchGetSecretValueResponse
>({
  accepts: ['SecretIdList', 'Filters', 'MaxResults', 'NextToken'],
  action: ({ Filters }) => [
    'secretsmanager:BatchGetSecretValue',
    ...(Filters?.length ? ['secretsmanager:ListSecrets'] : []),
  ],
  resource: () => '*',
  run: (input, context) => {
    const { ids, nextToken } = chooseSecrets(input, context);
    const SecretValues: SecretValueEntry[] = [];
    const Errors: APIErrorType[] = [];
    for (const id of ids) {
      try {
        SecretValues.push(readOne(id, context));
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        Errors.push({ SecretId: id, ErrorCode: error.code, Message: error.message });
      }
    }
    return { SecretValues, Errors, ...(nextToken ? { NextToken: nextToken } : undefined) };
  },
});

function chooseSecrets(input: BatchGetSecretValueRequest, context: Context) {
  const { SecretIdList = [], Filters = [], MaxResults, NextToken } = input;
  if (SecretIdList.length > 0 === Filters.length > 0) {
    throw invalidParameter("Either 'SecretIdList' or 'Filters' must be provided, but not both.");
  }
  if (SecretIdList.length > 0) {
    if (MaxResults === undefined && NextToken === undefined) {
      return { ids: SecretIdList, nextToken: undefined };
    }
    const paging = MaxResults === undefined ? 'NextToken' : 'MaxResults';
    throw invalidParameter(
      `'Filters' not specified. 'Filters' must also be specified when '${paging}' is provided.`,
    );
  }
  const found = searchSecrets(context, Filters).map((secret) => ({ at: secret.name, secret }));
  const { items, nextToken } = pageOf(found.toSorted(byPlace), {
    limit: MaxResults ?? 20,
    token: NextToken,
  });
  return { ids: items.map(({ secret }) => secret.arn), nextToken };
}

const byPlace = (one: { at: string }, other: { at: string }) => (one.at < other.at ? -1 : 1);

function readOne(id: string, context: Context): SecretValueEntry {
  const caller = {
    ...context.caller,
    invokedBy: serviceName,
    sourceIpAddress: serviceName,
    userAgent: serviceName,
  };
  const requestId = `${context.requestId}:${id}`;
  const input = { SecretId: id };
  return context.call<GetSecretValueResponse>('secretsmanager', 'GetSecretValue', input, {
    caller,
    requestId,
  });
}

const serviceName = 'secretsmanager.amazonaws.com';
