import { type Attack, contained, everythingRings } from '../attack.ts';

/** The call names no secret: the records that Secrets Manager writes for each secret do. */
export const attack: Attack = {
  title: 'a user reads whatever has a tag, the honeytoken among it',
  may: [
    'secretsmanager:BatchGetSecretValue',
    'secretsmanager:GetSecretValue',
    'secretsmanager:ListSecrets',
  ],
  calls: [
    ({ secretsmanager }) =>
      secretsmanager.batchGetSecretValue({
        Filters: [{ Key: 'tag-key', Values: ['tocsin:honeytoken'] }],
      }),
  ],
  rings: everythingRings,
  finds: ['honeytoken-touched', 'secret-read', 'secrets-read-in-batch'],
  contains: contained,
};
