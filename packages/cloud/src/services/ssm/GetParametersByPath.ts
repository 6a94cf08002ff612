import type { GetParametersByPathRequest, GetParametersByPathResult } from '@aws-sdk/client-ssm';
import { operation } from '../../kernel/operation.ts';
import { pageOf } from './page.ts';
import { filterTests, isBelow } from './parameter/filter.ts';
import { requirePath } from './parameter/name.ts';
import { describeValue } from './parameter/read.ts';
import { latestOf, parameterArn, parameters } from './parameter/state.ts';

export const GetParametersByPath = operation<GetParametersByPathRequest, GetParametersByPathResult>(
  {
    accepts: ['Path', 'Recursive', 'ParameterFilters', 'WithDecryption', 'MaxResults', 'NextToken'],
    resource: ({ Path }, context) => parameterArn(Path?.replace(/(?<=.)\/$/, ''), context),
    conditionKeys: ({ Recursive }) => ({ 'ssm:recursive': Recursive ?? false }),
    run: (input, context) => {
      const { Path = '', Recursive = false, ParameterFilters = [], WithDecryption } = input;
      requirePath(Path);
      const tests = filterTests(ParameterFilters, ['Type', 'KeyId', 'Label'], context);
      const found = [...context.table(parameters).values()]
        .filter(({ name }) => isBelow(name, Path, Recursive))
        .filter((parameter) => tests.every((test) => test(parameter)))
        .sort((one, other) => (one.name < other.name ? -1 : 1));
      const { items, nextToken } = pageOf(found, {
        limit: input.MaxResults ?? 10,
        token: input.NextToken,
      });
      return {
        Parameters: items.map((parameter) =>
          describeValue(parameter, latestOf(parameter, context), context, {
            decrypt: WithDecryption,
          }),
        ),
        ...(nextToken === undefined ? undefined : { NextToken: nextToken }),
      };
    },
  },
);
