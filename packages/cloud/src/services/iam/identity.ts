import type { Policy } from '@tocsin/engine/policy';
import type { AssumableRole, Identity } from '../../kernel/identities.ts';
import { isoSeconds } from '../../kernel/isoTime.ts';
import type { Role, RoleSession, Session, Tag, User, UserSession } from './state.ts';

/** A user with a key of its own. */
export function userIdentity(user: User, accountId: string, accessKeyId: string): Identity {
  const { arn, id, name } = user;
  return {
    principal: { kind: 'user', arn, accountId, userId: id, userName: name },
    userIdentity: {
      type: 'IAMUser',
      principalId: id,
      arn,
      accountId,
      accessKeyId,
      userName: name,
    },
    conditionKeys: principalTags(user.tags),
  };
}

/** A user with the temporary credentials of GetSessionToken: still the user. */
export function userSessionIdentity(user: User, session: Session, accountId: string): Identity {
  const { principal, userIdentity: own } = userIdentity(user, accountId, session.accessKeyId);
  return {
    principal,
    userIdentity: { ...own, sessionContext: { attributes: sessionAttributes(session) } },
    conditionKeys: { ...principalTags(user.tags), ...sessionKeys(session) },
  };
}

/** Somebody whom a user vouches for (GetFederationToken). */
export function federatedIdentity(user: User, session: Session, accountId: string): Identity {
  const { federatedName } = session.of as UserSession;
  const arn = `arn:aws:sts::${accountId}:federated-user/${federatedName}`;
  const userId = `${accountId}:${federatedName}`;
  const sessionTags = Object.entries(session.tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    principal: { kind: 'federated-user', arn, accountId, userId },
    userIdentity: {
      type: 'FederatedUser',
      principalId: userId,
      arn,
      accountId,
      accessKeyId: session.accessKeyId,
      sessionContext: {
        sessionIssuer: {
          type: 'IAMUser',
          principalId: user.id,
          arn: user.arn,
          accountId,
          userName: user.name,
        },
        attributes: sessionAttributes(session),
      },
    },
    conditionKeys: { ...principalTags([...user.tags, ...sessionTags]), ...sessionKeys(session) },
  };
}

/** Somebody who assumed a role. */
export function roleSessionIdentity(role: Role, session: Session, accountId: string): Identity {
  const { sessionName, sourceIdentity } = session.of as RoleSession;
  const arn = `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`;
  const userId = `${role.id}:${sessionName}`;
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
          principalId: role.id,
          arn: role.arn,
          accountId,
          userName: role.name,
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

/** Whoever uses temporary credentials. */
export function sessionIdentity(
  holder: User | Role,
  session: Session,
  accountId: string,
): Identity {
  if ('trustPolicy' in holder) return roleSessionIdentity(holder, session, accountId);
  return 'federatedName' in session.of
    ? federatedIdentity(holder, session, accountId)
    : userSessionIdentity(holder, session, accountId);
}

/** Service control policies do not reach roles that AWS's services have made for themselves. */
export function isServiceLinked({ principal }: Identity): boolean {
  return principal.kind === 'assumed-role' && serviceLinkedRole.test(principal.roleArn);
}

const serviceLinkedRole = /^arn:aws:iam::\d{12}:role\/aws-service-role\//;

/** A role as STS sees it. */
export function assumableRole(role: Role, trustPolicy: Policy): AssumableRole {
  return {
    arn: role.arn,
    roleId: role.id,
    roleName: role.name,
    maxSessionSeconds: role.maxSessionSeconds,
    trustPolicy,
    tags: Object.fromEntries(role.tags.map(({ Key, Value }) => [Key, Value])),
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
export function principalTags(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(
    tags.map(({ Key, Value }) => [`aws:principaltag/${Key.toLowerCase()}`, Value]),
  );
}
