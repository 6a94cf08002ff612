/** Detections as files and logs as streams. */

export {
  type Configuration,
  configurationFile,
  noConfiguration,
  readConfiguration,
} from './configuration.ts';
export type {
  EvidenceCase,
  Extension,
  Parameter,
  ParameterValue,
  TrailRecord,
} from './extension.ts';
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
