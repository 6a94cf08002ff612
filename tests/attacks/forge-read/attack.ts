import assert from 'node:assert/strict';
import type { Attack } from '../attack.ts';
import { accountId, honeytoken } from '../watchedAccount.ts';

/** What the bus would bring if an administrator had read the honeytoken. */
const read = {
  eventSource: 'secretsmanager.amazonaws.com',
  eventName: 'GetSecretValue',
  userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${accountId}:user/admin`, accountId },
  requestParameters: { secretId: honeytoken },
};

/** Nobody but AWS speaks for AWS on a bus. */
export const attack: Attack = {
  title: 'an event says that somebody else read the honeytoken, to have him contained',
  may: ['events:PutEvents'],
  calls: [
    async ({ eventbridge }) => {
      const { Entries } = await eventbridge.putEvents({
        Entries: [
          {
            Source: 'aws.secretsmanager',
            DetailType: 'AWS API Call via CloudTrail',
            Detail: JSON.stringify(read),
          },
        ],
      });
      assert.equal(Entries![0]!.ErrorCode, 'NotAuthorizedForSourceException');
    },
  ],
  rings: {},
  finds: [],
};
