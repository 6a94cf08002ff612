export type { Child } from './children.ts';
export { type Clients, createClients, perRegion, type Time, type World } from './clients.ts';
export { type Config, ConfigError, configOf, defaults, hardenings, modes } from './config.ts';
export { plan, type Request, type Response, respond } from './contain.ts';
export { containMade } from './containMade.ts';
export {
  type Deployed,
  deployKillSwitch,
  killSwitchName,
  removeKillSwitch,
  watchedCalls,
} from './deploy.ts';
export { containmentDocument } from './document.ts';
export { breakGlassTag, honeytokenTag } from './gate.ts';
export { type Grade, gradeTexts } from './grade.ts';
export type { Incident } from './incident.ts';
export { type IncidentStore, incidentStore, type Listed } from './incidentStore.ts';
export { tellIncident } from './messages.ts';
export { killSwitchZip } from './package.ts';
export { killSwitchPolicy } from './permissions.ts';
export { globalRegionOf, type Principal, principalOf, principalOfArn } from './principal.ts';
export { realTime } from './realTime.ts';
export { RestoreRefused, type RestoreRequest, restore } from './restore.ts';
export { protectivePolicy } from './scp.ts';
export type { StepResult } from './step.ts';
export { type CloudTrailEvent, touchOf } from './trigger.ts';
export { couldUndo } from './undoPower.ts';
export type { Round } from './verify.ts';
