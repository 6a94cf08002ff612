export { evaluateAlarm } from './evaluateAlarm.ts';
export {
  type ActionOutcome,
  actionHistory,
  type ConfiguredAlarm,
  configurationUpdateHistory,
  ENCRYPTED_TOPIC_ERROR,
  type HistoryEntry,
  publishDeniedError,
  stateUpdateHistory,
} from './history.ts';
export { type AlarmNotification, renderAlarmNotification } from './notification.ts';
export { INITIAL_REASON } from './reason.ts';
export { regionDisplayName } from './region.ts';
export {
  binsFor,
  evaluationIntervalMs,
  evaluationRange,
  MAX_EVALUATION_PERIODS,
  nextEvaluation,
  type Pace,
  type Period,
} from './schedule.ts';
export {
  type CountedValue,
  datapointOf,
  parseStatistic,
  type Sample,
  type Statistic,
  type StatisticSet,
  statisticOf,
} from './statistic.ts';
export type {
  AlarmConfig,
  AlarmState,
  ComparisonOperator,
  Datapoint,
  Dimension,
  MetricBin,
  MissingData,
  NotifyingAlarm,
  StateChange,
  StateValue,
} from './types.ts';
