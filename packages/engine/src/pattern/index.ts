export { compileRules, type RuleMachine } from './compileRules.ts';
export { type EventPattern, InvalidEventPattern } from './eventPattern.ts';
export { matchesEvent } from './matchesEvent.ts';
export { parseEventPattern } from './parseEventPattern.ts';
