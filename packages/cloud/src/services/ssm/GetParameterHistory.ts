import type { GetParameterHistoryRequest, GetParameterHistoryResult } from '@aws-sdk/client-ssm';
import { operation } from '../../kernel/operation.ts';
import { pageOf } from './page.ts';
import { access } from './parameter/onParameter.ts';
import { describeVersion, openValue, parameterOf } from './parameter/read.ts';
import { versionsOf } from './parameter/state.ts';

/** Lists the versions that are kept, oldest first. */
export const GetParameterHistory = operation<GetParameterHistoryRequest, GetParameterHistoryResult>(
  {
    accepts: ['Name', 'WithDecryption', 'MaxResults', 'NextToken'],
    ...access(),
    run: ({ Name = '', WithDecryption, MaxResults = 50, NextToken }, context) => {
      const parameter = parameterOf(Name, context);
      const versions = versionsOf(parameter, context);
      const { items, nextToken } = pageOf(versions, { limit: MaxResults, token: NextToken });
      return {
        Parameters: items.map((version) => ({
          ...describeVersion(version),
          Value: openValue(parameter.arn, version, WithDecryption, context),
          Labels: [...version.labels],
        })),
        ...(nextToken === undefined ? undefined : { NextToken: nextToken }),
      };
    },
  },
);
