import type { IAM } from '@aws-sdk/client-iam';
import type { Principal } from './principal.ts';

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
 * Could this principal undo its containment? Asked before anything is denied, since afterwards
 * the simulation would say no to all; and before there is any incident, to find those for whom
 * the protective service control policy matters.
 */
export async function couldUndo(iam: IAM, principal: Principal): Promise<UndoPowers> {
  const { kind, arn } = principal;
  if (kind !== 'user' && kind !== 'role') return { actions: [] };
  const allowed = async (ActionNames: readonly string[], ResourceArns: string[]) => {
    const input = { PolicySourceArn: arn, ActionNames: [...ActionNames], ResourceArns };
    const { EvaluationResults = [] } = await iam.simulatePrincipalPolicy(input);
    return EvaluationResults.filter(({ EvalDecision }) => EvalDecision === 'allowed').map(
      ({ EvalActionName }) => EvalActionName!,
    );
  };
  const [own, others] = await Promise.all([
    allowed(onItself[kind], [arn]),
    allowed(onOthers, ['*']),
  ]);
  return { actions: [...new Set([...own, ...others])].sort() };
}
