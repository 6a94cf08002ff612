import assert from 'node:assert/strict';
import type { Attack } from '../attack.ts';
import { honeytoken } from '../watchedAccount.ts';

/** The records of what was refused name no secret but in their error. */
export const attack: Attack = {
  title: 'a user who may not read secrets tries to',
  may: ['secretsmanager:BatchGetSecretValue'],
  calls: [
    ({ secretsmanager }, { secretArn }) =>
      assert.rejects(secretsmanager.getSecretValue({ SecretId: honeytoken }), {
        name: 'AccessDeniedException',
        message: new RegExp(`${secretArn} because no identity-based policy allows`),
      }),
    async ({ secretsmanager }) => {
      const batch = { SecretIdList: [honeytoken] };
      const { Errors } = await secretsmanager.batchGetSecretValue(batch);
      assert.equal(Errors![0]!.ErrorCode, 'AccessDeniedException');
    },
  ],
  rings: { details: 7, alarm: 300 },
  finds: ['honeytoken-touched', 'secret-read', 'secret-read-denied', 'secrets-read-in-batch'],
  because: 'Nobody is contained for what he did not get.',
};
