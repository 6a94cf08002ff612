import type { Identity } from '../../kernel/identities.ts';
import { isoSeconds } from '../../trail/record.ts';
import type { Role, Session, Tag, User } from './state.ts';

/** A user with a key of its own. */
export function userIdentity(user: User, accountId: string, accessKeyId: string): Identity {
  const { arn, userId, userName } = user;
  return {
    principal: { kind: 'user', arn, accountId, userId, userName },
    userIdentity: { type: 'IAMUser', principalId: userId, arn, accountId, accessKeyId, userName },
    conditionKeys: principalTags(user.tags),
  };
}

/** A user with the temporary credentials of GetSessionToken: still the user. */
export function userSessionIdentity(user: User, session: Session, accountId: string): Identity {
  const { arn, userId, userName } = user;
  const { accessKeyId } = session;
  return {
    principal: { kind: 'user', arn, accountId, userId, userName },
    userIdentity: {
      type: 'IAMUser',
      principalId: userId,
      arn,
      accountId,
      accessKeyId,
      userName,
      sessionContext: { attributes: sessionAttributes(session) },
    },
    conditionKeys: { ...principalTags(user.tags), ...sessionKeys(session) },
  };
}

/** Somebody who assumed a role. */
export function roleSessionIdentity(role: Role, session: Session, accountId: string): Identity {
  const { sessionName = '', sourceIdentity } = session.of as { sessionName?: string; sourceIdentity?: string };
  const arn = `arn:aws:sts::${accountId}:assumed-role/${role.roleName}/${sessionName}`;
  const userId = `${role.roleId}:${sessionName}`;
  const sessionTags = Object.entries(session.tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    principal: { kind: 'assumed-role', arn, accountId, userId, roleArn: role.arn },
    userIdentity: {
      type: 'AssumedRole',
      principalId: userId,
      arn,
      accountId,
      accessKeyId: session.accessKeyId,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: role.roleId,
          arn: role.arn,
          accountId,
          userName: role.roleName,
        },
        attributes: sessionAttributes(session),
        ...(sourceIdentity ? { sourceIdentity } : undefined),
      },
    },
    conditionKeys: {
      ...principalTags([...role.tags, ...sessionTags]),
      ...sessionKeys(session),
      ...(sourceIdentity ? { 'aws:sourceidentity': sourceIdentity } : undefined),
    },
  };
}

function sessionAttributes({ createMs, mfaAuthenticated }: Session) {
  return { creationDate: isoSeconds(createMs), mfaAuthenticated: String(mfaAuthenticated) };
}

function sessionKeys({ createMs, mfaAuthenticated }: Session): Record<string, string> {
  return {
    'aws:tokenissuetime': isoSeconds(createMs),
    'aws:multifactorauthpresent': String(mfaAuthenticated),
  };
}

/** Tag keys are compared without regard to case. */
function principalTags(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(
    tags.map(({ Key, Value }) => [`aws:principaltag/${Key.toLowerCase()}`, Value]),
  );
}
