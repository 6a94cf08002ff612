import type {
  DescribeAlarmsForMetricInput,
  DescribeAlarmsForMetricOutput,
} from '@aws-sdk/client-cloudwatch';
import { operation } from '../../kernel/operation.ts';
import { metricAlarm } from './alarmOutput.ts';
import { metricKey, metricOf } from './metrics.ts';
import { alarms } from './state.ts';

/** Lists the alarms on exactly this metric. */
export const DescribeAlarmsForMetric = operation<
  DescribeAlarmsForMetricInput,
  DescribeAlarmsForMetricOutput
>({
  accepts: [
    'MetricName',
    'Namespace',
    'Statistic',
    'ExtendedStatistic',
    'Dimensions',
    'Period',
    'Unit',
  ],
  resource: () => '*',
  run: (input, context) => {
    const { Statistic, ExtendedStatistic, Period, Unit } = input;
    const found = context
      .table(alarms)
      .find('metric', metricKey(metricOf(input)))
      .filter(
        ({ config }) =>
          (Statistic === undefined || config.statistic === Statistic) &&
          (ExtendedStatistic === undefined || config.extendedStatistic === ExtendedStatistic) &&
          (Period === undefined || config.periodSeconds === Period) &&
          (Unit === undefined || config.unit === Unit),
      );
    return { MetricAlarms: found.map((alarm) => metricAlarm(alarm, context)) };
  },
});
