import { type Caller, roleCaller } from '../../../kernel/caller.ts';
import type { Context } from '../../../kernel/context.ts';
import type { Identity } from '../../../kernel/identities.ts';
import type { Actor, Execution } from './state.ts';

export const serviceName = 'ssm.amazonaws.com';

export const unassumable = 'The defined assume role is unable to be assumed.';

/**
 * Who makes the calls of an execution's steps: the assumed role's session, or whoever started it.
 * Undefined where the role is gone or trusts Systems Manager no more, or the key is gone.
 */
export function actorOf({ id, actor }: Execution, context: Context): Caller | undefined {
  const identity = identityOf(actor, id, context);
  return identity && roleCaller(identity, serviceName);
}

function identityOf(actor: Actor, id: string, context: Context): Identity | undefined {
  if ('accessKeyId' in actor) return context.identities.credential(actor.accessKeyId)?.identity;
  return roleSession(actor.roleArn, id, context);
}

/** The session of an assumed role, whose trust policy may name the automation and its account. */
export function roleSession(roleArn: string, id: string, context: Context): Identity | undefined {
  return context.identities.serviceSession(roleArn, serviceName, sessionName(id), {
    'aws:sourceaccount': context.accountId,
    'aws:sourcearn': context.arn('ssm', `automation-execution/${id}`),
  });
}

/** As AWS names the session of an automation's role. */
export const sessionName = (id: string) => `Automation-${id}`;

/**
 * How the caller can be found again when its steps run, even after a restart. A service that uses a
 * role (EventBridge) has no key of its own: a session of that role is opened for the automation.
 */
export function callerAsActor({ caller, identities, accountId }: Context): Actor | undefined {
  if (caller.accessKeyId !== undefined) return { accessKeyId: caller.accessKeyId };
  const { principal } = caller.identity;
  const role = principal.kind === 'assumed-role' ? identities.role(principal.roleArn) : undefined;
  if (!role) return undefined;
  const name = String(caller.identity.userIdentity.arn).split('/').at(-1)!;
  const of = { role, sessionName: name };
  const { accessKeyId } = identities.openSession({ accountId, durationSeconds, of });
  return { accessKeyId };
}

/** Longer than any automation: their history is kept for as long. */
const durationSeconds = 30 * 24 * 60 * 60;
