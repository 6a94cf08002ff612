/** Detections as files and logs as streams. */

export {
  type Configuration,
  configurationFile,
  noConfiguration,
  readConfiguration,
} from './configuration.ts';
export { createDetector, type Detector } from './detector.ts';
export { type EvidenceResult, runEvidence } from './evidence.ts';
export type {
  EvidenceCase,
  Extension,
  Parameter,
  ParameterValue,
  TrailRecord,
} from './extension.ts';
export type { CorrelationFacts, Finding } from './finding.ts';
export {
  type Hunted,
  type HuntOptions,
  type HuntProgress,
  hunt,
  type LogPlace,
} from './hunt/hunt.ts';
export { type LogEntry, type LogProblem, WrongState } from './hunt/huntState.ts';
export { localLogs } from './hunt/localLogs.ts';
export { builtInRules, type Loaded, loadRules } from './load.ts';
export { linearRegex } from './regex.ts';
export {
  type Detection,
  detectionsOf,
  type Parameters,
  type RuleFile,
  readRuleFile,
} from './ruleFile.ts';
export { levels, packs, type Selection, select } from './selection.ts';
export { FileError } from './yamlFile.ts';
