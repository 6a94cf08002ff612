import type {
  DescribeAccountRequest,
  DescribeAccountResponse,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { targetArn } from './authority.ts';
import { targetsOf } from './organization.ts';
import { accountShape } from './shapes.ts';

/** Tells about an account of the organization. */
export const DescribeAccount = operation<DescribeAccountRequest, DescribeAccountResponse>({
  accepts: ['AccountId'],
  resource: ({ AccountId = '*' }, context) => targetArn(AccountId, context),
  run: ({ AccountId }, context) => {
    const account = targetsOf(context).find((one) => one.id === AccountId);
    if (account) return { Account: accountShape(account, context) };
    throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.");
  },
});
