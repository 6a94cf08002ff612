import type { GetParametersRequest, GetParametersResult, Parameter } from '@aws-sdk/client-ssm';
import { operation } from '../../kernel/operation.ts';
import { arnOf, recordedParameters } from './parameter/onParameter.ts';
import { describeValue, parseName, versionNamed } from './parameter/read.ts';
import { findParameter } from './parameter/state.ts';

/** Gives those that there are, by name, and names the others. */
export const GetParameters = operation<GetParametersRequest, GetParametersResult>({
  accepts: ['Names', 'WithDecryption'],
  resource: ({ Names = [] }, context) => Names.map((name) => arnOf(name, context)),
  record: { resources: ({ Names = [] }, _output, context) => recordedParameters(Names, context) },
  run: ({ Names = [], WithDecryption: decrypt }, context) => {
    const found: Parameter[] = [];
    const missing: string[] = [];
    for (const written of new Set(Names)) {
      const { name, selector } = parseName(written);
      const parameter = findParameter(name, context);
      const version = parameter && versionNamed(parameter, selector, context);
      if (version) found.push(describeValue(parameter, version, context, { decrypt, selector }));
      else missing.push(written);
    }
    found.sort((one, other) => (one.Name! < other.Name! ? -1 : 1));
    return { Parameters: found, InvalidParameters: missing };
  },
});
