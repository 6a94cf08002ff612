export { FilterPolicyError } from './FilterPolicyError.ts';
export {
  type FilterPolicy,
  type FilterPolicyScope,
  type MessageAttribute,
  matches,
  type PublishedMessage,
  parseFilterPolicy,
} from './filterPolicy.ts';
export { FILTER_POLICY_LIMITS } from './limits.ts';
