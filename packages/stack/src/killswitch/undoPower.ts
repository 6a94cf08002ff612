import type { IAM } from '@aws-sdk/client-iam';
import { policiesOf } from './policiesOf.ts';
import type { Principal } from './principal.ts';
import { errorText } from './step.ts';

/** IAM actions that would let a principal undo its containment, or live on beside it. */
const onItself = {
  user: [
    'iam:DeleteUserPolicy',
    'iam:PutUserPolicy',
    'iam:AttachUserPolicy',
    'iam:DetachUserPolicy',
    'iam:CreateAccessKey',
    'iam:UpdateAccessKey',
    'iam:CreateLoginProfile',
    'iam:UntagUser',
  ],
  role: [
    'iam:DeleteRolePolicy',
    'iam:PutRolePolicy',
    'iam:AttachRolePolicy',
    'iam:DetachRolePolicy',
    'iam:UpdateAssumeRolePolicy',
    'iam:UntagRole',
  ],
} as const;

const onOthers = ['iam:CreateUser', 'iam:CreateRole', 'iam:CreateAccessKey', 'sts:AssumeRole'];

export interface UndoPowers {
  readonly actions: readonly string[];
  /** Why nothing is known, where nothing is. */
  readonly unknown?: string;
}

/**
 * Could this principal undo its containment? Asked of its own policies, as if the containment's
 * were not there: so the answer is the same before an incident, to find those for whom the
 * protective service control policy matters, and after it. Service control policies are not asked.
 */
export async function couldUndo(iam: IAM, principal: Principal): Promise<UndoPowers> {
  const { kind, arn, name } = principal;
  if (principal.reach !== 'full' || (kind !== 'user' && kind !== 'role')) return { actions: [] };
  try {
    const { documents, boundary } = await policiesOf(iam, principal);
    if (documents.length === 0) return { actions: [] };
    const allowed = async (ActionNames: readonly string[], ResourceArns: string[]) => {
      const { EvaluationResults = [] } = await iam.simulateCustomPolicy({
        PolicyInputList: [...documents],
        ...(boundary && { PermissionsBoundaryPolicyInputList: [boundary] }),
        ActionNames: [...ActionNames],
        ResourceArns,
        ContextEntries: [
          { ContextKeyName: 'aws:username', ContextKeyType: 'string', ContextKeyValues: [name] },
        ],
      });
      return EvaluationResults.filter(({ EvalDecision }) => EvalDecision === 'allowed').map(
        ({ EvalActionName }) => EvalActionName!,
      );
    };
    const [own, others] = await Promise.all([
      allowed(onItself[kind], [arn]),
      allowed(onOthers, ['*']),
    ]);
    return { actions: [...new Set([...own, ...others])].sort() };
  } catch (error) {
    return { actions: [], unknown: errorText(error) };
  }
}
