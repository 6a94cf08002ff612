import type { AddPermissionRequest, AddPermissionResponse } from '@aws-sdk/client-lambda';
import { AwsError } from '../../kernel/error.ts';
import { checkRevision, onFunction, policyText } from './onFunction.ts';
import { conflict, invalid } from './problems.ts';
import { functionArn, type PolicyStatement, policies, qualified } from './state.ts';

/** Lets a service or an account call the function: a statement of its policy. */
export const AddPermission = onFunction<AddPermissionRequest, AddPermissionResponse>({
  accepts: [
    'FunctionName',
    'StatementId',
    'Action',
    'Principal',
    'SourceArn',
    'SourceAccount',
    'PrincipalOrgID',
    'Qualifier',
    'RevisionId',
  ],
  eventName: 'AddPermission20150331v2',
  run: (input, context, { fn, qualifier = '' }) => {
    const table = context.table(policies);
    const before = table.get(qualified(fn.name, qualifier));
    checkRevision(input.RevisionId, before?.revisionId);
    const statement = statementOf(input, functionArn(context, fn.name, qualifier));
    const statements = before?.statements ?? [];
    if (statements.some(({ Sid }) => Sid === statement.Sid)) {
      throw conflict(
        `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    table.put({
      functionName: fn.name,
      qualifier,
      statements: [...statements, statement],
      revisionId: context.ids.uuid(),
    });
    const size = policyText(context, { name: fn.name, qualifier })!.length;
    if (size > policyMaxBytes) {
      throw new AwsError(
        'PolicyLengthExceededException',
        `The final policy size (${size}) is bigger than the limit (${policyMaxBytes}).`,
        { fields: { Type: 'User' } },
      );
    }
    return { Statement: JSON.stringify(statement) };
  },
});

const policyMaxBytes = 20_480;

function statementOf(input: AddPermissionRequest, Resource: string): PolicyStatement {
  const { StatementId, Action, SourceArn, SourceAccount, PrincipalOrgID } = input;
  const equals = {
    ...(SourceAccount ? { 'AWS:SourceAccount': SourceAccount } : undefined),
    ...(PrincipalOrgID ? { 'aws:PrincipalOrgID': PrincipalOrgID } : undefined),
  };
  const Condition = {
    ...(Object.keys(equals).length > 0 ? { StringEquals: equals } : undefined),
    ...(SourceArn ? { ArnLike: { 'AWS:SourceArn': SourceArn } } : undefined),
  };
  return {
    Sid: StatementId!,
    Effect: 'Allow',
    Principal: principalOf(input.Principal!),
    Action,
    Resource,
    ...(Object.keys(Condition).length > 0 ? { Condition } : undefined),
  };
}

function principalOf(principal: string) {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (principal.startsWith('arn:')) return { AWS: principal };
  if (/^[\w-]+(?:\.[\w-]+)*\.(?:amazonaws\.com|amazon\.com|com)$/.test(principal))
    return { Service: principal };
  throw invalid('The provided principal was invalid. Please check the principal and try again.');
}
