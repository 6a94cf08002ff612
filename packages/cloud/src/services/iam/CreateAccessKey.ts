import type { CreateAccessKeyRequest, CreateAccessKeyResponse } from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { newAccessKeyId } from '../../kernel/uniqueId.ts';
import { keyRow } from './credentialRows.ts';
import { on, userKind, userOrCaller } from './holders.ts';
import { wholeSecond } from './shapes.ts';
import { accessKeys } from './state.ts';

/** Gives a user, by default the caller, an access key. Its secret is told this once. */
export const CreateAccessKey = operation<CreateAccessKeyRequest, CreateAccessKeyResponse>({
  accepts: ['UserName'],
  ...on(userKind),
  run: ({ UserName }, context) => {
    const user = userOrCaller(UserName, context);
    const keys = context.globalTable(accessKeys);
    if (keys.find('user', user.id).length >= keysPerUserMax) {
      const message = `Cannot exceed quota for AccessKeysPerUser: ${keysPerUserMax}`;
      throw new AwsError('LimitExceededException', message);
    }
    const accessKeyId = newAccessKeyId('AKIA', context.accountId, context.ids);
    const secretAccessKey = context.ids.bytes(30).toString('base64');
    const made = { accessKeyId, secretAccessKey, userId: user.id };
    const { status } = keys.put(keyRow(made, context.vault, context.nowMs));
    return {
      AccessKey: {
        UserName: user.name,
        AccessKeyId: accessKeyId,
        Status: status,
        SecretAccessKey: secretAccessKey,
        CreateDate: wholeSecond(context.nowMs),
      },
    };
  },
});

const keysPerUserMax = 2;
