import { type Attack, contained } from '../attack.ts';
import { honeytoken, topicArn } from '../watchedAccount.ts';

export const attack: Attack = {
  title: 'the mailbox of the alarms is unsubscribed, then the honeytoken is read',
  may: ['sns:ListSubscriptionsByTopic', 'sns:Unsubscribe', 'secretsmanager:GetSecretValue'],
  calls: [
    async ({ sns }) => {
      const { Subscriptions } = await sns.listSubscriptionsByTopic({ TopicArn: topicArn('alarm') });
      await sns.unsubscribe({ SubscriptionArn: Subscriptions![0]!.SubscriptionArn! });
    },
    ({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken }),
  ],
  rings: { tamper: 7, details: 7, outcome: 7 },
  finds: ['honeytoken-touched', 'secret-read', 'topic-weakened'],
  contains: contained,
};
