import { type Attack, contained, everythingRings } from '../attack.ts';
import { honeytoken, names } from '../watchedAccount.ts';

export const attack: Attack = {
  title: 'the rule of flow 2 is disabled, then the honeytoken is read',
  may: ['events:DisableRule', 'secretsmanager:GetSecretValue'],
  calls: [
    ({ eventbridge }) => eventbridge.disableRule({ Name: names.rule }),
    ({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken }),
  ],
  rings: { tamper: 7, outcome: everythingRings.outcome, alarm: everythingRings.alarm },
  finds: ['event-rule-weakened', 'honeytoken-touched', 'secret-read'],
  contains: contained,
};
