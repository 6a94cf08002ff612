import { type Attack, everythingRings } from '../attack.ts';
import { honeytoken } from '../watchedAccount.ts';

export const attack: Attack = {
  title: 'the honeytoken loses its tag, then it is read',
  may: ['secretsmanager:UntagResource', 'secretsmanager:GetSecretValue'],
  calls: [
    ({ secretsmanager }) =>
      secretsmanager.untagResource({ SecretId: honeytoken, TagKeys: ['tocsin:honeytoken'] }),
    ({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken }),
  ],
  rings: { ...everythingRings, tamper: 7 },
  finds: ['honeytoken-touched', 'kill-switch-changed', 'secret-read'],
  because: 'Of an ordinary secret a person is asked. A honeytoken named in HONEYTOKENS stays one.',
};
