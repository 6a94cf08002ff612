import { type Attack, contained, everythingRings } from '../attack.ts';

/** Secrets Manager also knows a secret by its ARN without the six characters at the end. */
export const attack: Attack = {
  title: 'a user reads the honeytoken by a part of its ARN',
  may: ['secretsmanager:GetSecretValue'],
  calls: [
    ({ secretsmanager }, { secretArn }) =>
      secretsmanager.getSecretValue({ SecretId: secretArn.slice(0, -'-123456'.length) }),
  ],
  rings: everythingRings,
  finds: ['honeytoken-touched', 'secret-read'],
  contains: contained,
};
