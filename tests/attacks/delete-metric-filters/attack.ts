import { type Attack, contained } from '../attack.ts';
import { honeytoken, names } from '../watchedAccount.ts';

export const attack: Attack = {
  title: 'the metric filters are deleted, then the honeytoken is read',
  may: ['logs:DescribeMetricFilters', 'logs:DeleteMetricFilter', 'secretsmanager:GetSecretValue'],
  calls: [
    async ({ logs }) => {
      const { logGroup: logGroupName } = names;
      const { metricFilters = [] } = await logs.describeMetricFilters({ logGroupName });
      for (const { filterName } of metricFilters) {
        await logs.deleteMetricFilter({ logGroupName, filterName });
      }
    },
    ({ secretsmanager }) => secretsmanager.getSecretValue({ SecretId: honeytoken }),
  ],
  rings: { tamper: 7, details: 7, outcome: 7 },
  finds: ['honeytoken-touched', 'metric-filter-changed', 'secret-read'],
  contains: contained,
};
