import { type Attack, contained, everythingRings } from '../attack.ts';
import { honeytoken } from '../watchedAccount.ts';

/** A session outlives the key that it was made with; a denial of its user holds it too. */
export const attack: Attack = {
  title: 'a GetSessionToken session reads the honeytoken after the key was turned off',
  as: 'session',
  may: ['secretsmanager:GetSecretValue'],
  before: async ({ cloud, turnKeysOff }) => {
    await turnKeysOff();
    await cloud.advance('15s');
  },
  calls: [({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken })],
  rings: everythingRings,
  finds: ['honeytoken-touched', 'secret-read'],
  contains: contained,
};
