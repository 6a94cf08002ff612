import type { Hardening } from './config.ts';

export interface Permitted {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
  readonly functionName: string;
  readonly roleName: string;
  readonly evidenceBucket: string;
  readonly topicArn?: string | undefined;
  readonly eventBus: string;
  readonly harden: readonly Hardening[];
  /** ARNs of principals that the function must never touch. */
  readonly protect: readonly string[];
}

/**
 * All that the function may do. It may deny and turn off, not allow or delete: the way back is a
 * person's. It never may read a secret, nor change itself or whom the configuration protects.
 */
export function killSwitchPolicy(permitted: Permitted): object {
  const { partition, accountId, region, functionName, evidenceBucket, topicArn } = permitted;
  const arn = (service: string, resource: string, where = `${region}:${accountId}`) =>
    `arn:${partition}:${service}:${where}:${resource}`;
  const iam = (resource: string) => arn('iam', resource, `:${accountId}`);
  const bucket = arn('s3', evidenceBucket, ':');
  const [users, roles] = [iam('user/*'), iam('role/*')];
  const allow = (Sid: string, Action: readonly string[], Resource: string | readonly string[]) => ({
    Sid,
    Effect: 'Allow',
    Action,
    Resource,
  });
  const own = [iam(`role/${permitted.roleName}`), ...permitted.protect];
  return {
    Version: '2012-10-17',
    Statement: [
      allow('LookAtPrincipals', lookAtPrincipals, '*'),
      allow('ContainUsers', [...containUsers, ...hardenUsers(permitted.harden)], users),
      allow('ContainRoles', containRoles, roles),
      // The primary of a replica that was read may be in any Region.
      allow('DenyOnSecrets', denyOnSecrets, arn('secretsmanager', 'secret:*', `*:${accountId}`)),
      allow('ReadEventHistory', ['cloudtrail:LookupEvents'], '*'),
      allow(
        'KeepEvidence',
        ['s3:GetObject', 's3:PutObject'],
        ['contained', 'incidents', 'joined', 'snapshots'].map((folder) => `${bucket}/${folder}/*`),
      ),
      allow('ListEvidence', ['s3:ListBucket'], bucket),
      ...(topicArn ? [allow('Notify', ['sns:Publish'], topicArn)] : []),
      allow('TellTheBus', ['events:PutEvents'], arn('events', `event-bus/${permitted.eventBus}`)),
      allow(
        'Log',
        ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        [
          arn('logs', `log-group:/aws/lambda/${functionName}`),
          arn('logs', `log-group:/aws/lambda/${functionName}:*`),
        ],
      ),
      { Sid: 'NeverItself', Effect: 'Deny', NotAction: readOnly, Resource: own },
      { Sid: 'NeverSecrets', Effect: 'Deny', Action: readSecrets, Resource: '*' },
    ],
  };
}

const lookAtPrincipals = [
  'iam:GetGroupPolicy',
  'iam:GetLoginProfile',
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:GetUser',
  'iam:GetUserPolicy',
  'iam:ListAccessKeys',
  'iam:ListAttachedGroupPolicies',
  'iam:ListAttachedRolePolicies',
  'iam:ListAttachedUserPolicies',
  'iam:ListGroupPolicies',
  'iam:ListGroupsForUser',
  'iam:ListMFADevices',
  'iam:ListRolePolicies',
  'iam:ListRoleTags',
  'iam:ListServiceSpecificCredentials',
  'iam:ListSigningCertificates',
  'iam:ListSSHPublicKeys',
  'iam:ListUserPolicies',
  'iam:ListUserTags',
  'iam:SimulateCustomPolicy',
];

const containUsers = ['iam:PutUserPolicy', 'iam:TagUser', 'iam:UpdateAccessKey'];
const containRoles = ['iam:PutRolePolicy', 'iam:TagRole'];

const hardeningActions: Readonly<Record<Hardening, string>> = {
  'ssh-keys': 'iam:UpdateSSHPublicKey',
  'service-credentials': 'iam:UpdateServiceSpecificCredential',
  'signing-certificates': 'iam:UpdateSigningCertificate',
  'login-profile': 'iam:DeleteLoginProfile',
};

const hardenUsers = (harden: readonly Hardening[]) => harden.map((each) => hardeningActions[each]);

const denyOnSecrets = [
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetResourcePolicy',
  'secretsmanager:PutResourcePolicy',
];

const readSecrets = ['secretsmanager:BatchGetSecretValue', 'secretsmanager:GetSecretValue'];
const readOnly = ['iam:Get*', 'iam:List*'];
