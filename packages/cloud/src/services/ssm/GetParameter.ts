import type { GetParameterRequest, GetParameterResult } from '@aws-sdk/client-ssm';
import { operation } from '../../kernel/operation.ts';
import { access, recordedParameters } from './parameter/onParameter.ts';
import {
  describeValue,
  noSuchVersion,
  parameterOf,
  parseName,
  versionNamed,
} from './parameter/read.ts';

export const GetParameter = operation<GetParameterRequest, GetParameterResult>({
  accepts: ['Name', 'WithDecryption'],
  ...access(),
  record: { resources: ({ Name }, _output, context) => recordedParameters([Name], context) },
  run: ({ Name = '', WithDecryption: decrypt }, context) => {
    const { name, selector } = parseName(Name);
    const parameter = parameterOf(name, context);
    const version = versionNamed(parameter, selector, context);
    if (!version) throw noSuchVersion(parameter.name, selector!.slice(1));
    return { Parameter: describeValue(parameter, version, context, { decrypt, selector }) };
  },
});
