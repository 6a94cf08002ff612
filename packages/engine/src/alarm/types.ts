export type StateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export type ComparisonOperator =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** What a metric alarm watches and how it judges, in the terms of PutMetricAlarm. */
export interface AlarmConfig {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly Dimension[];
  /** 10, 20, 30 or a multiple of 60. */
  readonly periodSeconds: number;
  /** N: how many periods are compared. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach. N when unset; whether it was set shows in every text. */
  readonly datapointsToAlarm?: number | undefined;
  readonly threshold: number;
  readonly comparisonOperator: ComparisonOperator;
  /** `SampleCount`, `Average`, `Sum`, `Minimum` or `Maximum`; excludes `extendedStatistic`. */
  readonly statistic?: string | undefined;
  /** `p90`, `TM(10%:90%)` and so on; excludes `statistic`. */
  readonly extendedStatistic?: string | undefined;
  readonly unit?: string | undefined;
  readonly treatMissingData?: MissingData | undefined;
  readonly evaluateLowSampleCountPercentile?: 'evaluate' | 'ignore' | undefined;
}

export interface Dimension {
  readonly name: string;
  readonly value: string;
}

/** A state with why the alarm has it. */
export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  /** JSON text, as DescribeAlarms returns it; unset where nothing was evaluated. */
  readonly reasonData?: string | undefined;
}

/** One period of an alarm's evaluation range; without a datapoint it is missing. */
export interface MetricBin {
  readonly startMs: number;
  readonly datapoint?: Datapoint | undefined;
}

export interface Datapoint {
  readonly sampleCount: number;
  readonly value: number;
}

/** A metric alarm as its messages show it. */
export interface NotifyingAlarm {
  readonly name: string;
  readonly description?: string | undefined;
  readonly arn: string;
  readonly accountId: string;
  /** The code, for example `us-east-1`. */
  readonly region: string;
  readonly config: AlarmConfig;
  readonly okActions: readonly string[];
  readonly alarmActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  readonly configurationUpdatedMs: number;
}

export interface StateChange {
  readonly oldState: StateValue;
  readonly newState: StateValue;
  /** The new state's reason. */
  readonly reason: string;
  readonly timestampMs: number;
}
