import { type Attack, everythingRings } from '../attack.ts';
import { honeytoken } from '../watchedAccount.ts';

export const attack: Attack = {
  title: 'a user tags itself as a break-glass, then reads the honeytoken',
  may: ['iam:TagUser', 'secretsmanager:GetSecretValue'],
  calls: [
    ({ iam }) =>
      iam.tagUser({ UserName: 'mallory', Tags: [{ Key: 'tocsin:break-glass', Value: 'yes' }] }),
    ({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken }),
  ],
  rings: { ...everythingRings, tamper: 7 },
  finds: ['honeytoken-touched', 'kill-switch-changed', 'secret-read'],
  because:
    'Whoever is tagged so is for a person to stop. The protective policy leaves the tag to responders.',
};
