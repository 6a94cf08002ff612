import type { Principal } from '@tocsin/engine/policy';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { principalTags } from './identity.ts';
import { type Bearer, roles, users } from './state.ts';

/** Who asks in a simulation, with the condition keys of its tags. */
export interface SimulatedPrincipal {
  readonly principal: Principal;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A user, a role or a session by its ARN. A role stands for a session without a name. Without an
 * ARN, and for a group, somebody asks who has nothing but the policies.
 */
export function simulatedPrincipal(arn: string | undefined, context: Context): SimulatedPrincipal {
  const { accountId: own } = context;
  const [, accountId = own, kind, rest = ''] = arnForm.exec(arn ?? '') ?? [];
  const name = rest.slice(rest.lastIndexOf('/') + 1);
  if (arn !== undefined && kind === undefined) {
    throw new AwsError('InvalidInputException', `Invalid Entity Arn: ${arn}`);
  }
  if (kind === 'role' || kind === 'assumed-role') {
    const roleName = kind === 'role' ? name : rest.slice(0, rest.indexOf('/'));
    const role = context.globalTable(roles).find('name', roleName.toLowerCase())[0];
    const session = kind === 'role' ? 'simulation' : name;
    return {
      principal: {
        kind: 'assumed-role',
        accountId,
        arn: kind === 'role' ? arn! : `arn:aws:sts::${accountId}:assumed-role/${rest}`,
        userId: `${role?.id ?? 'AROA'}:${session}`,
        roleArn: role?.arn ?? `arn:aws:iam::${accountId}:role/${roleName}`,
      },
      tags: tagsOf(role),
    };
  }
  const user = context.globalTable(users).find('name', name.toLowerCase())[0];
  const found = kind === 'user' && user?.arn === arn ? user : undefined;
  return {
    principal: {
      kind: 'user',
      accountId,
      arn: arn ?? `arn:aws:iam::${accountId}:user/simulation`,
      userId: found?.id ?? 'AIDA',
      userName: name,
    },
    tags: tagsOf(found),
  };
}

const arnForm =
  /^arn:aws:(?:iam|sts)::(\d{12}):(user|group|role|assumed-role|federated-user)\/(.+)$/;

function tagsOf(bearer: Bearer | undefined): Readonly<Record<string, string>> {
  return principalTags(bearer?.tags ?? []);
}
