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

function identityOf(actor: Actor, id: string, { identities }: Context): Identity | undefined {
  if ('accessKeyId' in actor) return identities.credential(actor.accessKeyId)?.identity;
  if (!('service' in actor)) {
    return identities.serviceSession(actor.roleArn, serviceName, sessionName(id));
  }
  return identities.serviceSession(actor.roleArn, actor.service, actor.sessionName);
}

/** As AWS names the session of an automation's role. */
const sessionName = (id: string) => `Automation-${id}`;

/** How the caller can be found again when its steps run, even after a restart. */
export function callerAsActor({ caller }: Context): Actor | undefined {
  if (caller.accessKeyId !== undefined) return { accessKeyId: caller.accessKeyId };
  const { principal } = caller.identity;
  if (caller.invokedBy === undefined || principal.kind !== 'assumed-role') return undefined;
  const name = principal.arn.slice(principal.arn.lastIndexOf('/') + 1);
  return { roleArn: principal.roleArn, service: caller.invokedBy, sessionName: name };
}
