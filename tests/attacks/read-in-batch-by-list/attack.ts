import { type Attack, contained, everythingRings } from '../attack.ts';
import { honeytoken } from '../watchedAccount.ts';

export const attack: Attack = {
  title: 'a user reads a list of secrets, the honeytoken among them',
  may: ['secretsmanager:BatchGetSecretValue', 'secretsmanager:GetSecretValue'],
  before: ({ cloud }) => cloud.secretsmanager.createSecret({ Name: 'app', SecretString: 'x' }),
  calls: [
    ({ secretsmanager }) =>
      secretsmanager.batchGetSecretValue({ SecretIdList: ['app', honeytoken] }),
  ],
  rings: everythingRings,
  finds: ['honeytoken-touched', 'secret-read', 'secrets-read-in-batch'],
  contains: contained,
};
