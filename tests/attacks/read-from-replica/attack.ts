import { type Attack, contained, everythingRings } from '../attack.ts';
import { abroad, honeytoken } from '../watchedAccount.ts';

/**
 * A Region tells its own event bus alone of its calls. So the deployment has a rule in each Region
 * that forwards reads to the bus of the first; the trail of all Regions feeds the alarm as it is.
 */
export const attack: Attack = {
  title: 'a user makes a replica of the honeytoken in another Region, and reads it there',
  may: ['secretsmanager:ReplicateSecretToRegions', 'secretsmanager:GetSecretValue'],
  calls: [
    ({ secretsmanager }) =>
      secretsmanager.replicateSecretToRegions({
        SecretId: honeytoken,
        AddReplicaRegions: [{ Region: abroad }],
      }),
    (_, { cloud }) => cloud.advance('3s'),
    (_, { attackerIn }) =>
      attackerIn(abroad).secretsmanager.getSecretValue({ SecretId: honeytoken }),
  ],
  rings: { ...everythingRings, details: 10, outcome: 10 },
  finds: ['honeytoken-touched', 'secret-read', 'secret-replicated'],
  contains: { ...contained, secretAfter: 10, allAfter: 14 },
};
