import type { Attack } from '../attack.ts';
import { honeytoken, names } from '../watchedAccount.ts';

export const attack: Attack = {
  title: 'the only trail is deleted, then the honeytoken is read',
  may: ['cloudtrail:DeleteTrail', 'secretsmanager:GetSecretValue'],
  calls: [
    ({ cloudtrail }) => cloudtrail.deleteTrail({ Name: names.trail }),
    ({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken }),
  ],
  rings: { tamper: 7 },
  finds: ['honeytoken-touched', 'secret-read', 'trail-deleted'],
  because: 'As where the only trail is stopped.',
};
