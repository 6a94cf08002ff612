import type { Attack } from '../attack.ts';
import { honeytoken } from '../watchedAccount.ts';

export const attack: Attack = {
  title: 'the kill-switch may not run any more, then the honeytoken is read',
  may: ['lambda:PutFunctionConcurrency', 'secretsmanager:GetSecretValue'],
  calls: [
    ({ lambda }) =>
      lambda.putFunctionConcurrency({
        FunctionName: 'tocsin-kill-switch',
        ReservedConcurrentExecutions: 0,
      }),
    ({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken }),
  ],
  rings: { tamper: 7, details: 7, alarm: 300 },
  finds: ['honeytoken-touched', 'kill-switch-changed', 'secret-read'],
  because: 'As where its rule loses the target. The event waits, for when it may run again.',
};
