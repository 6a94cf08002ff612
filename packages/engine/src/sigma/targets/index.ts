/** Sigma rules for where records are: CloudWatch Logs, EventBridge, Athena. */

export {
  type AthenaOptions,
  type CompiledCondition,
  type CompiledSql,
  sqlCondition,
  toAthenaSql,
} from './athena/athenaSql.ts';
export { createTableSql, type TrailTable } from './athena/createTableSql.ts';
export {
  type Cluster,
  type HuntedRule,
  type HuntPlan,
  type HuntQuery,
  huntQueries,
  planHunt,
} from './athena/huntSql.ts';
export { recordOfRow } from './athena/recordColumns.ts';
export type { Alarm } from './cloudwatch/alarm.ts';
export { type CompiledFilter, toFilterPattern } from './cloudwatch/filterPattern.ts';
export { type CompiledEventPattern, toEventPattern } from './eventbridge/eventPattern.ts';
export type {
  Compilation,
  CompileOptions,
  CorrelationOptions,
  Fidelity,
  FilterOptions,
  Note,
  Target,
} from './types.ts';
export { spellingsOf, valuesOf } from './vocabulary/vocabulary.ts';
