import type { Attack } from '../attack.ts';
import { honeytoken, names } from '../watchedAccount.ts';

export const attack: Attack = {
  title: 'the only trail is stopped, then the honeytoken is read',
  may: ['cloudtrail:StopLogging', 'secretsmanager:GetSecretValue'],
  calls: [
    ({ cloudtrail }) => cloudtrail.stopLogging({ Name: names.trail }),
    ({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken }),
  ],
  rings: { tamper: 7 },
  finds: ['honeytoken-touched', 'secret-read', 'trail-stopped'],
  because:
    'What no trail logs comes neither to a log group nor to the bus. That it was stopped, does; and the event history knows the read.',
};
