import { policyText } from '@tocsin/testkit';
import { type Attack, contained, everythingRings } from '../attack.ts';
import { accountId, honeytoken, topicArn } from '../watchedAccount.ts';

const onlyOwn = policyText([
  {
    Effect: 'Allow',
    Principal: { AWS: accountId },
    Action: 'sns:Publish',
    Resource: topicArn('details'),
  },
]);

export const attack: Attack = {
  title: 'the topic of flow 2 is closed to EventBridge, then the honeytoken is read',
  may: ['sns:SetTopicAttributes', 'secretsmanager:GetSecretValue'],
  calls: [
    ({ sns }) =>
      sns.setTopicAttributes({
        TopicArn: topicArn('details'),
        AttributeName: 'Policy',
        AttributeValue: onlyOwn,
      }),
    ({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken }),
  ],
  rings: { tamper: 7, outcome: everythingRings.outcome, alarm: everythingRings.alarm },
  finds: ['honeytoken-touched', 'secret-read', 'topic-weakened'],
  contains: contained,
};
