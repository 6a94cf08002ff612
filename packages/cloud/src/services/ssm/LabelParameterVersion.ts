import type {
  LabelParameterVersionRequest,
  LabelParameterVersionResult,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { tellChange } from './parameter/change.ts';
import { access } from './parameter/onParameter.ts';
import { noSuchVersion, parameterOf, versionNamed } from './parameter/read.ts';
import { parameterVersions, versionsOf } from './parameter/state.ts';

/** Puts labels onto a version, taking them from others that had them. */
export const LabelParameterVersion = operation<
  LabelParameterVersionRequest,
  LabelParameterVersionResult
>({
  accepts: ['Name', 'ParameterVersion', 'Labels'],
  ...access(),
  run: ({ Name = '', ParameterVersion, Labels = [] }, context) => {
    const parameter = parameterOf(Name, context);
    const number = ParameterVersion ?? parameter.version;
    const version = versionNamed(parameter, `:${number}`, context);
    if (!version) throw noSuchVersion(parameter.name, number);
    const wanted = new Set(Labels.filter(isLabel));
    const labels = new Set([...version.labels, ...wanted]);
    if (labels.size > labelsMax) {
      throw new AwsError(
        'ParameterVersionLabelLimitExceeded',
        `A parameter version can have maximum ${labelsMax} labels.Move one or more labels to another version and try again.`,
      );
    }
    const table = context.table(parameterVersions);
    for (const other of versionsOf(parameter, context)) {
      const kept = other.labels.filter((label) => !wanted.has(label));
      if (kept.length < other.labels.length) table.put({ ...other, labels: kept });
    }
    table.put({ ...version, labels: [...labels] });
    tellChange('LabelParameterVersion', parameter.arn, version, context);
    return {
      InvalidLabels: Labels.filter((label) => !isLabel(label)),
      ParameterVersion: number,
    };
  },
});

const labelsMax = 10;

const isLabel = (label: string) => /^[A-Za-z_.-][\w.-]*$/.test(label) && !/^(aws|ssm)/i.test(label);
