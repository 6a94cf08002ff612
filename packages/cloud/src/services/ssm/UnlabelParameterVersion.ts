import type {
  UnlabelParameterVersionRequest,
  UnlabelParameterVersionResult,
} from '@aws-sdk/client-ssm';
import { operation } from '../../kernel/operation.ts';
import { access } from './parameter/onParameter.ts';
import { noSuchVersion, parameterOf, versionNamed } from './parameter/read.ts';
import { parameterVersions } from './parameter/state.ts';

export const UnlabelParameterVersion = operation<
  UnlabelParameterVersionRequest,
  UnlabelParameterVersionResult
>({
  accepts: ['Name', 'ParameterVersion', 'Labels'],
  ...access(),
  run: ({ Name = '', ParameterVersion, Labels = [] }, context) => {
    const parameter = parameterOf(Name, context);
    const version = versionNamed(parameter, `:${ParameterVersion}`, context);
    if (!version) throw noSuchVersion(parameter.name, ParameterVersion!);
    const labels = version.labels.filter((label) => !Labels.includes(label));
    context.table(parameterVersions).put({ ...version, labels });
    const [removed, missing] = [true, false].map((had) =>
      Labels.filter((label) => version.labels.includes(label) === had),
    );
    return { RemovedLabels: removed!, InvalidLabels: missing! };
  },
});
