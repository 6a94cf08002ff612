import type { DescribeParametersRequest, DescribeParametersResult } from '@aws-sdk/client-ssm';
import { operation } from '../../kernel/operation.ts';
import { pageOf } from './page.ts';
import { filterTests } from './parameter/filter.ts';
import { invalid } from './parameter/name.ts';
import { describeVersion } from './parameter/read.ts';
import { latestOf, parameters } from './parameter/state.ts';

/** Lists parameters by name, without their values. */
export const DescribeParameters = operation<DescribeParametersRequest, DescribeParametersResult>({
  accepts: ['Filters', 'ParameterFilters', 'MaxResults', 'NextToken'],
  resource: () => '*',
  run: ({ Filters = [], ParameterFilters = [], MaxResults = 50, NextToken }, context) => {
    if (Filters.length > 0 && ParameterFilters.length > 0) {
      throw invalid('You can use either Filters or ParameterFilters in a single request.');
    }
    const older = Filters.map(({ Key, Values }) => ({ Key, Values, Option: 'BeginsWith' }));
    const tests = filterTests([...older, ...ParameterFilters], filterKeys, context);
    const found = [...context.table(parameters).values()]
      .filter((parameter) => tests.every((test) => test(parameter)))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    const { items, nextToken } = pageOf(found, { limit: MaxResults, token: NextToken });
    return {
      Parameters: items.map((parameter) => ({
        ARN: parameter.arn,
        ...describeVersion(latestOf(parameter, context)),
      })),
      ...(nextToken === undefined ? undefined : { NextToken: nextToken }),
    };
  },
});

const filterKeys = ['DataType', 'KeyId', 'Name', 'Path', 'Tier', 'Type', 'tag'];
