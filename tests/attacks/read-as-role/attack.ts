import { type Attack, contained, everythingRings } from '../attack.ts';
import { honeytoken } from '../watchedAccount.ts';

export const attack: Attack = {
  title: 'a session of a role reads the honeytoken',
  as: 'role',
  may: ['secretsmanager:GetSecretValue'],
  calls: [({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken })],
  rings: everythingRings,
  finds: ['honeytoken-touched', 'secret-read'],
  contains: contained,
};
