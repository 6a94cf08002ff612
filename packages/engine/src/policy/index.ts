export { authorize } from './authorize.ts';
export { denialMessage } from './denialMessage.ts';
export {
  applyingStatements,
  contextKeysOf,
  type Position,
  type StatementSpan,
  statementSpans,
} from './explain.ts';
export { POLICY_LIMITS, policyLength } from './limits.ts';
export { PolicyError } from './PolicyError.ts';
export { parsePolicy } from './parsePolicy.ts';
export { isPublicPolicy } from './publicPolicy.ts';
export type {
  AuthorizationRequest,
  Context,
  ContextValue,
  Decision,
  NamedPrincipal,
  Policy,
  PolicyKind,
  PolicySet,
  PolicyType,
  Principal,
  RoleSession,
  User,
} from './types.ts';
