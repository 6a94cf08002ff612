import type {
  GetMetricDataInput,
  GetMetricDataOutput,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { parseStatistic, type Sample } from '@tocsin/engine/alarm';
import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { metricOf } from './metrics.ts';
import { numberAt, tokenAt } from './paging.ts';
import { isPeriod, readSeries } from './series.ts';

/** Reads many metrics at once, page by page. Metric math is not done. */
export const GetMetricData = operation<GetMetricDataInput, GetMetricDataOutput>({
  accepts: ['MetricDataQueries', 'StartTime', 'EndTime', 'NextToken', 'ScanBy', 'MaxDatapoints'],
  event: 'Data',
  resource: () => '*',
  run: (input, context) => {
    checkRequest(input, context);
    const position = input.NextToken === undefined ? 0 : numberAt(input.NextToken);
    if (position === undefined) throw new AwsError('InvalidNextToken', 'Invalid nextToken');
    const queries = input.MetricDataQueries!.filter(({ ReturnData }) => ReturnData !== false);
    const series = queries.map((query) => readQuery(query, input, context));
    const pointsMax = input.MaxDatapoints ?? datapointsMax;
    const { results, next } = pageOf(series, position, pointsMax);
    return {
      MetricDataResults: results,
      ...(next === undefined ? undefined : { NextToken: tokenAt(next) }),
      Messages: [],
    };
  },
});

/** GetMetricData, API reference. */
const datapointsMax = 100_800;
const queriesMax = 500;
const idPattern = /^[a-z][a-zA-Z0-9_]*$/;

interface Series {
  readonly id: string;
  readonly label: string;
  readonly points: readonly { readonly timeMs: number; readonly value: number }[];
}

/** One page of the points of all queries, laid end to end; `next` is where the next one starts. */
function pageOf(all: readonly Series[], position: number, pointsMax: number) {
  const results: MetricDataResult[] = [];
  let before = 0;
  for (const { id, label, points } of all) {
    const from = Math.max(0, position - before);
    const until = Math.min(points.length, position + pointsMax - before);
    before += points.length;
    if (position > 0 && from >= points.length) continue;
    if (until <= 0 && points.length > 0) break;
    const page = points.slice(from, until);
    results.push({
      Id: id,
      Label: label,
      Timestamps: page.map(({ timeMs }) => new Date(timeMs)),
      Values: page.map(({ value }) => value),
      StatusCode: until < points.length ? 'PartialData' : 'Complete',
    });
  }
  const total = all.reduce((sum, { points }) => sum + points.length, 0);
  const end = position + pointsMax;
  return { results, next: end < total ? end : undefined };
}

function readQuery(query: MetricDataQuery, input: GetMetricDataInput, context: Context): Series {
  const { Metric, Period, Stat, Unit } = query.MetricStat!;
  const statistic = parseStatistic(Stat!)!;
  const bins = readSeries(context, {
    metric: metricOf(Metric!),
    startMs: input.StartTime!.getTime(),
    endMs: input.EndTime!.getTime(),
    periodSeconds: Period!,
    unit: Unit,
  });
  const samples = new Map<number, Sample[]>();
  for (const bin of bins) {
    samples.set(bin.startMs, [...(samples.get(bin.startMs) ?? []), ...bin.samples]);
  }
  const points = [...samples].flatMap(([timeMs, inside]) => {
    const value = statistic(inside);
    return value === undefined ? [] : { timeMs, value };
  });
  if (input.ScanBy !== 'TimestampAscending') points.reverse();
  return { id: query.Id!, label: query.Label ?? Metric!.MetricName!, points };
}

function checkRequest(input: GetMetricDataInput, context: Context) {
  const queries = input.MetricDataQueries!;
  if (input.StartTime!.getTime() >= input.EndTime!.getTime()) {
    throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  }
  if (queries.length === 0) throw invalid('The parameter MetricDataQueries is required.');
  if (queries.length > queriesMax) {
    throw invalid(`The collection MetricDataQueries must not have a size greater than 500.`);
  }
  const { MaxDatapoints } = input;
  if (MaxDatapoints !== undefined && !(MaxDatapoints >= 1 && MaxDatapoints <= datapointsMax)) {
    throw invalid(`The parameter MaxDatapoints must be between 1 and ${datapointsMax}.`);
  }
  if (new Set(queries.map(({ Id }) => Id)).size < queries.length) {
    throw invalid('The values for parameter id in MetricDataQueries are not unique.');
  }
  for (const [index, query] of queries.entries()) checkQuery(query, index, context);
  if (queries.every(({ ReturnData }) => ReturnData === false)) {
    throw invalid('At least one metric data query must have ReturnData set to true.');
  }
}

function checkQuery(query: MetricDataQuery, index: number, context: Context) {
  const name = `MetricDataQueries.member.${index + 1}`;
  if (query.Expression !== undefined)
    throw notImplemented('GetMetricData: Expression (metric math)');
  if (query.AccountId !== undefined && query.AccountId !== context.accountId) {
    throw notImplemented('GetMetricData: AccountId of another account');
  }
  if (query.Label?.includes('${')) throw notImplemented('GetMetricData: dynamic labels');
  if (!query.MetricStat) throw invalid(`The parameter ${name}.MetricStat is required.`);
  if (!idPattern.test(query.Id!)) {
    throw invalid(
      `The value ${query.Id} is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  }
  if (query.Period !== undefined) {
    throw invalid(`The parameter ${name}.Period must not be specified together with MetricStat.`);
  }
  const { Metric, Period, Stat } = query.MetricStat;
  if (!Metric?.Namespace)
    throw invalid(`The parameter ${name}.MetricStat.Metric.Namespace is required.`);
  if (!Metric.MetricName)
    throw invalid(`The parameter ${name}.MetricStat.Metric.MetricName is required.`);
  if (!isPeriod(Period!)) {
    throw invalid(
      `The parameter ${name}.MetricStat.Period must be a value in the set [1, 5, 10, 20, 30] or a multiple of 60.`,
    );
  }
  if (!parseStatistic(Stat!)) {
    throw invalid(`The value ${Stat} for parameter ${name}.MetricStat.Stat is not supported.`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
