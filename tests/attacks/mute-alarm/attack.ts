import { type Attack, contained } from '../attack.ts';
import { honeytoken, names } from '../watchedAccount.ts';

export const attack: Attack = {
  title: 'the alarm is told to do nothing, then the honeytoken is read',
  may: ['cloudwatch:DisableAlarmActions', 'secretsmanager:GetSecretValue'],
  calls: [
    ({ cloudwatch }) => cloudwatch.disableAlarmActions({ AlarmNames: [names.alarm] }),
    ({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken }),
  ],
  rings: { tamper: 7, details: 7, outcome: 7 },
  finds: ['alarm-weakened', 'honeytoken-touched', 'secret-read'],
  contains: contained,
};
