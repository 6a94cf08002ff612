import type {
  Datapoint,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
} from '@aws-sdk/client-cloudwatch';
import { parseStatistic, type Statistic } from '@tocsin/engine/alarm';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { metricOf } from './metrics.ts';
import { isPeriod, isPlainStatistic, readSeries, type SeriesBin } from './series.ts';

/** Reads one metric. AWS gives the datapoints in no order; here they are oldest first. */
export const GetMetricStatistics = operation<GetMetricStatisticsInput, GetMetricStatisticsOutput>({
  accepts: [
    'Namespace',
    'MetricName',
    'Dimensions',
    'StartTime',
    'EndTime',
    'Period',
    'Statistics',
    'ExtendedStatistics',
    'Unit',
  ],
  event: 'Data',
  resource: () => '*',
  run: (input, context) => {
    checkWindow(input);
    const statistics = statisticsOf(input);
    const bins = readSeries(context, {
      metric: metricOf(input),
      startMs: input.StartTime!.getTime(),
      endMs: input.EndTime!.getTime(),
      periodSeconds: input.Period!,
      unit: input.Unit,
    });
    return {
      Label: input.MetricName,
      Datapoints: bins.flatMap((bin) => datapointOf(bin, statistics) ?? []),
    };
  },
});

const datapointsMax = 1_440;

interface NamedStatistic {
  readonly name: string;
  readonly isExtended: boolean;
  readonly compute: Statistic;
}

function checkWindow({ StartTime, EndTime, Period }: GetMetricStatisticsInput) {
  const spanMs = EndTime!.getTime() - StartTime!.getTime();
  if (spanMs <= 0) {
    throw new AwsError(
      'InvalidParameterValueException',
      'The parameter StartTime must be less than the parameter EndTime.',
    );
  }
  if (!isPeriod(Period!)) {
    throw new AwsError(
      'InvalidParameterValueException',
      'The parameter Period must be a value in the set [1, 5, 10, 20, 30] or a multiple of 60.',
    );
  }
  const count = Math.floor(spanMs / 1000 / Period!);
  if (count > datapointsMax) {
    const [requested, limit] = [count, datapointsMax].map((value) => value.toLocaleString('en-US'));
    throw new AwsError(
      'InvalidParameterCombinationException',
      `You have requested up to ${requested} datapoints, which exceeds the limit of ${limit}. ` +
        'You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    );
  }
}

function statisticsOf(input: GetMetricStatisticsInput): NamedStatistic[] {
  const { Statistics = [], ExtendedStatistics = [] } = input;
  if (Statistics.length + ExtendedStatistics.length === 0) {
    throw new AwsError(
      'InvalidParameterCombinationException',
      'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
    );
  }
  if (Statistics.length > 0 && ExtendedStatistics.length > 0) {
    throw new AwsError(
      'InvalidParameterCombinationException',
      'The parameters Statistics and ExtendedStatistics are mutually exclusive and you have ' +
        'specified both.',
    );
  }
  const isExtended = ExtendedStatistics.length > 0;
  return [...Statistics, ...ExtendedStatistics].map((name, index) => {
    const compute = parseStatistic(name);
    if (compute && isPlainStatistic(name) !== isExtended) return { name, isExtended, compute };
    throw new AwsError(
      'InvalidParameterValueException',
      `The value ${name} for parameter ExtendedStatistics.member.${index + 1} is not supported.`,
    );
  });
}

/** Undefined when no statistic has a value, as percentiles of negative values have none. */
function datapointOf(bin: SeriesBin, statistics: readonly NamedStatistic[]): Datapoint | undefined {
  const plain: Record<string, number> = {};
  const extended: Record<string, number> = {};
  for (const { name, isExtended, compute } of statistics) {
    const value = compute(bin.samples);
    if (value !== undefined) (isExtended ? extended : plain)[name] = value;
  }
  const hasExtended = Object.keys(extended).length > 0;
  if (!hasExtended && Object.keys(plain).length === 0) return undefined;
  return {
    Timestamp: new Date(bin.startMs),
    ...plain,
    Unit: bin.unit as NonNullable<Datapoint['Unit']>,
    ...(hasExtended ? { ExtendedStatistics: extended } : undefined),
  };
}
