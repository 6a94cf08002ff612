import { type Attack, contained, everythingRings } from '../attack.ts';

export const attack: Attack = {
  title: 'a user reads the honeytoken by its whole ARN',
  may: ['secretsmanager:GetSecretValue'],
  calls: [
    ({ secretsmanager }, { secretArn }) => secretsmanager.getSecretValue({ SecretId: secretArn }),
  ],
  rings: everythingRings,
  finds: ['honeytoken-touched', 'secret-read'],
  contains: contained,
};
