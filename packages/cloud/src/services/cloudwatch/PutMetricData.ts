import type { PutMetricDataInput } from '@aws-sdk/client-cloudwatch';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { watchAlarmsOfMetric } from './evaluation.ts';
import { checkDatum, samplesOf } from './metricDatum.ts';
import { activateMetric, metricOf } from './metrics.ts';
import { addSample } from './samples.ts';

/** Stores datapoints, and has the alarms of their metrics evaluated. */
export const PutMetricData = operation<PutMetricDataInput, object>({
  accepts: ['Namespace', 'MetricData'],
  event: 'Data',
  resource: () => '*',
  conditionKeys: (input) => ({ 'cloudwatch:namespace': input.Namespace }),
  run: (input, context) => {
    const data = input.MetricData ?? [];
    checkRequest(input, context);
    data.forEach((datum, index) => {
      checkDatum(datum, index, context.nowMs);
      const metric = metricOf({ ...datum, Namespace: input.Namespace });
      const metricId = activateMetric(context, metric);
      const stepMs = datum.StorageResolution === 1 ? 1_000 : 60_000;
      const timeMs = datum.Timestamp?.getTime() ?? context.nowMs;
      const at = { timeMs: Math.floor(timeMs / stepMs) * stepMs, unit: datum.Unit ?? 'None' };
      for (const sample of samplesOf(datum)) addSample(context, metricId, { ...at, sample });
      watchAlarmsOfMetric(context, metric);
    });
    return {};
  },
});

const datumsMax = 1_000;

function checkRequest({ Namespace, MetricData = [] }: PutMetricDataInput, context: Context) {
  if (Namespace!.startsWith('AWS/') && context.caller.identity.principal.kind !== 'service') {
    throw new AwsError(
      'InvalidParameterValueException',
      `The value ${Namespace} for parameter Namespace is invalid.`,
    );
  }
  if (MetricData.length === 0) {
    throw new AwsError(
      'MissingRequiredParameterException',
      'The parameter MetricData is required.',
    );
  }
  if (MetricData.length > datumsMax) {
    throw new AwsError(
      'InvalidParameterValueException',
      `The collection MetricData must not have a size greater than ${datumsMax}.`,
    );
  }
}
