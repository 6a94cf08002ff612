import type { Attack } from '../attack.ts';
import { honeytoken, names } from '../watchedAccount.ts';

export const attack: Attack = {
  title: 'the trail is told to leave reads out, then the honeytoken is read',
  may: ['cloudtrail:PutEventSelectors', 'secretsmanager:GetSecretValue'],
  calls: [
    ({ cloudtrail }) =>
      cloudtrail.putEventSelectors({
        TrailName: names.trail,
        EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }],
      }),
    ({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken }),
  ],
  rings: { tamper: 7 },
  finds: ['honeytoken-touched', 'secret-read', 'trail-narrowed'],
  because: 'As where the only trail is stopped.',
};
