import type { Attack } from '../attack.ts';
import { honeytoken, names } from '../watchedAccount.ts';

export const attack: Attack = {
  title: 'the rule of the kill-switch loses its target, then the honeytoken is read',
  may: ['events:RemoveTargets', 'secretsmanager:GetSecretValue'],
  calls: [
    ({ eventbridge }) =>
      eventbridge.removeTargets({ Rule: names.killSwitchRule, Ids: ['kill-switch'] }),
    ({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken }),
  ],
  rings: { tamper: 7, details: 7, alarm: 300 },
  finds: ['event-rule-weakened', 'honeytoken-touched', 'secret-read'],
  because: 'Nothing tells the kill-switch. Three mails tell people, who have: tocsin contain.',
};
