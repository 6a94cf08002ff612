import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { Sample } from '@tocsin/engine/alarm';
import { AwsError } from '../../kernel/error.ts';

/** What a checked datum brings: one value, many with their counts, or one statistic set. */
export function samplesOf({ Value, Values, Counts, StatisticValues }: MetricDatum): Sample[] {
  if (Values) return Values.map((value, index) => ({ value, count: Counts?.[index] ?? 1 }));
  if (!StatisticValues) return [{ value: Value!, count: 1 }];
  const { SampleCount, Sum, Minimum, Maximum } = StatisticValues;
  return Minimum === Maximum
    ? [{ value: Minimum!, count: SampleCount! }]
    : [{ sampleCount: SampleCount!, sum: Sum!, minimum: Minimum!, maximum: Maximum! }];
}

/** Refuses what CloudWatch refuses of a datum. `index` counts from 0, AWS's names from 1. */
export function checkDatum(datum: MetricDatum, index: number, nowMs: number) {
  if (datum.Dimensions) checkDimensions(datum, index);
  if (datum.Timestamp) checkTimestamp(datum.Timestamp.getTime(), index, nowMs);
  checkWays(datum, index);
  checkNumber(datum.Value, index, 'Value');
  if (datum.Values) checkValues(datum, index);
  if (datum.StatisticValues) checkStatistics(datum, index);
  const { StorageResolution } = datum;
  if (StorageResolution !== undefined && StorageResolution !== 1 && StorageResolution !== 60) {
    throw invalidValue(StorageResolution, index, 'StorageResolution');
  }
}

/** PutMetricData, API reference. */
const valuesMax = 150;
const magnitudeMax = 2 ** 360;
const oldestMs = 14 * 86_400_000;
const farthestMs = 2 * 3_600_000;
/** Dimensions are ASCII, have something to see, and a name does not begin with a colon. */
const dimensionText = /^(?=.*[!-~])[\x20-\x7e]+$/;

function checkDimensions({ Dimensions = [] }: MetricDatum, index: number) {
  const names = new Set<string>();
  Dimensions.forEach(({ Name = '', Value = '' }, at) => {
    const member = `Dimensions.member.${at + 1}`;
    if (!dimensionText.test(Name) || Name.startsWith(':') || names.has(Name)) {
      throw invalidValue(Name, index, `${member}.Name`);
    }
    if (!dimensionText.test(Value)) throw invalidValue(Value, index, `${member}.Value`);
    names.add(Name);
  });
}

function checkTimestamp(timeMs: number, index: number, nowMs: number) {
  if (timeMs > nowMs + farthestMs) {
    throw new AwsError(
      'InvalidParameterValueException',
      `The parameter ${nameOf(index, 'Timestamp')} must specify a time no more than two hours in the future.`,
    );
  }
  if (timeMs >= nowMs - oldestMs) return;
  throw new AwsError(
    'InvalidParameterValueException',
    `The parameter ${nameOf(index, 'Timestamp')} must specify a time within the past two weeks.`,
  );
}

/** There are three ways to tell values, and a datum takes one. */
function checkWays(datum: MetricDatum, index: number) {
  const given = ways.filter((way) => datum[way] !== undefined);
  const [one, other] = given.map((way) => nameOf(index, way));
  if (!one) {
    const [value, statistics] = ['Value', 'StatisticValues'].map((way) => nameOf(index, way));
    throw new AwsError(
      'MissingRequiredParameterException',
      `At least one of the parameters ${value} or ${statistics} must be specified.`,
    );
  }
  if (other) {
    throw new AwsError(
      'InvalidParameterCombinationException',
      `The parameters ${one} and ${other} are mutually exclusive and you have specified both.`,
    );
  }
}

const ways = ['Value', 'StatisticValues', 'Values'] as const;

function checkValues({ Values = [], Counts }: MetricDatum, index: number) {
  if (Values.length === 0 || Values.length > valuesMax) {
    const bound = Values.length === 0 ? 'less than 1' : `greater than ${valuesMax}`;
    throw new AwsError(
      'InvalidParameterValueException',
      `The collection ${nameOf(index, 'Values')} must not have a size ${bound}.`,
    );
  }
  if (Counts && Counts.length !== Values.length) {
    const [values, counts] = ['Values', 'Counts'].map((member) => nameOf(index, member));
    throw new AwsError(
      'InvalidParameterValueException',
      `The parameters ${values} and ${counts} must be of the same size.`,
    );
  }
  for (const [at, value] of Values.entries()) {
    checkNumber(value, index, `Values.member.${at + 1}`);
  }
  Counts?.forEach((count, at) => {
    if (!(count >= 0 && count <= magnitudeMax)) {
      throw invalidValue(count, index, `Counts.member.${at + 1}`);
    }
  });
}

function checkStatistics({ StatisticValues }: MetricDatum, index: number) {
  const { SampleCount, Sum, Minimum, Maximum } = StatisticValues!;
  for (const [name, value] of Object.entries({ SampleCount, Sum, Minimum, Maximum })) {
    checkNumber(value, index, `StatisticValues.${name}`);
  }
  const name = nameOf(index, 'StatisticValues');
  if (Maximum! < Minimum!) {
    throw new AwsError(
      'InvalidParameterValueException',
      `The parameter ${name}.Maximum must be greater than ${name}.Minimum.`,
    );
  }
  if (SampleCount! <= 0) {
    throw new AwsError(
      'InvalidParameterValueException',
      `The parameter ${name}.SampleCount must be greater than 0.`,
    );
  }
}

function checkNumber(value: number | undefined, index: number, member: string) {
  if (value === undefined || Math.abs(value) <= magnitudeMax) return;
  throw invalidValue(value, index, member);
}

function invalidValue(value: string | number, index: number, member: string): AwsError {
  return new AwsError(
    'InvalidParameterValueException',
    `The value ${value} for parameter ${nameOf(index, member)} is invalid.`,
  );
}

function nameOf(index: number, member: string): string {
  return `MetricData.member.${index + 1}.${member}`;
}
