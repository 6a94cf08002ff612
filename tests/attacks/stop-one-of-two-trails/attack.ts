import { type Attack, contained } from '../attack.ts';
import { honeytoken, makeTrail, names } from '../watchedAccount.ts';

export const attack: Attack = {
  title: 'one of two trails is stopped, then the honeytoken is read',
  may: ['cloudtrail:StopLogging', 'secretsmanager:GetSecretValue'],
  before: ({ cloud }) => makeTrail(cloud, 'second'),
  calls: [
    ({ cloudtrail }) => cloudtrail.stopLogging({ Name: names.trail }),
    ({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken }),
  ],
  rings: { tamper: 7, details: 7, outcome: 7 },
  finds: ['honeytoken-touched', 'secret-read', 'trail-stopped'],
  contains: contained,
  because: 'The bus hears of a call as long as any trail logs it; the alarm hangs on one trail.',
};
