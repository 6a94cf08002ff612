import { type Attack, contained, everythingRings } from '../attack.ts';
import { honeytoken } from '../watchedAccount.ts';

export const attack: Attack = {
  title: 'a user reads the honeytoken by its name',
  may: ['secretsmanager:GetSecretValue'],
  calls: [({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken })],
  rings: everythingRings,
  finds: ['honeytoken-touched', 'secret-read'],
  contains: contained,
};
