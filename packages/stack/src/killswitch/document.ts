// Table.
import { breakGlassTag } from './gate.ts';

/**
 * The containment as a runbook of Systems Manager Automation, for those who want no function: an
 * object that is valid as JSON and as YAML. It contains one user or role when a person, or a rule
 * of EventBridge, starts it. Weaker than the function: it looks once more after a while, but sets
 * nothing again, and it does not look for what the principal made meanwhile.
 */
export function containmentDocument(): object {
  return {
    schemaVersion: '0.3',
    description: 'Denies an IAM user or role everything, keeps proof, and tells a topic.',
    assumeRole: '{{ AutomationAssumeRole }}',
    parameters,
    mainSteps: [...gate, ...containUser, ...containRole, ...outcome],
  };
}

const parameters = {
  AutomationAssumeRole: {
    type: 'AWS::IAM::Role::Arn',
    description: 'The role that the runbook acts as.',
  },
  PrincipalType: { type: 'String', allowedValues: ['user', 'role'] },
  PrincipalName: { type: 'String', allowedPattern: '^[\\w+=,.@-]{1,64}$' },
  EvidenceBucket: { type: 'String', description: 'Where the snapshot is kept.' },
  TopicArn: { type: 'String', description: 'Where the outcome is told.' },
  VerifyAfter: {
    type: 'String',
    description: 'How long IAM is given before the denial is looked for again.',
    default: 'PT60S',
    allowedPattern: '^PT\\d{1,3}[SM]$',
  },
};

const iam = (name: string, Api: string, inputs: object, more: object = {}) => ({
  name,
  action: 'aws:executeAwsApi',
  inputs: { Service: 'iam', Api, ...inputs },
  ...more,
});
const output = (Name: string, Selector: string, Type: string) => ({ Name, Selector, Type });
const choose = (name: string, Choices: readonly object[], Default: string) => ({
  name,
  action: 'aws:branch',
  inputs: { Choices, Default },
});

const UserName = '{{ PrincipalName }}';
const RoleName = '{{ PrincipalName }}';
const refused = 'tellRefused';
const failed = 'tellFailed';

/** Break-glass, service-linked roles and those of Identity Center are left to a person. */
const gate = [
  choose(
    'whichType',
    [{ Variable: '{{ PrincipalType }}', StringEquals: 'role', NextStep: 'roleFacts' }],
    'userFacts',
  ),
  iam('userFacts', 'GetUser', { UserName }, { outputs: [output('Path', '$.User.Path', 'String')] }),
  iam(
    'userTags',
    'ListUserTags',
    { UserName },
    { outputs: [output('Keys', '$.Tags..Key', 'StringList')] },
  ),
  choose(
    'mayContainUser',
    [
      { Variable: '{{ userFacts.Path }}', StartsWith: '/break-glass/', NextStep: refused },
      { Variable: '{{ userTags.Keys }}', Contains: breakGlassTag, NextStep: refused },
    ],
    'denyUser',
  ),
  iam('roleFacts', 'GetRole', { RoleName }, { outputs: [output('Path', '$.Role.Path', 'String')] }),
  iam(
    'roleTags',
    'ListRoleTags',
    { RoleName },
    { outputs: [output('Keys', '$.Tags..Key', 'StringList')] },
  ),
  choose(
    'mayContainRole',
    [
      { Variable: '{{ roleFacts.Path }}', StartsWith: '/break-glass/', NextStep: refused },
      { Variable: '{{ roleFacts.Path }}', StartsWith: '/aws-service-role/', NextStep: refused },
      { Variable: '{{ roleFacts.Path }}', StartsWith: '/aws-reserved/', NextStep: refused },
      { Variable: '{{ roleTags.Keys }}', Contains: breakGlassTag, NextStep: refused },
    ],
    'denyRole',
  ),
];

const statement = { Sid: 'TocsinContainment', Effect: 'Deny', Action: '*', Resource: '*' };
const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const PolicyName = 'tocsin-containment';

const snapshot = (name: string, Body: string, more: object = {}) => ({
  name,
  action: 'aws:executeAwsApi',
  inputs: {
    Service: 's3',
    Api: 'PutObject',
    Bucket: '{{ EvidenceBucket }}',
    Key: 'snapshots/automation/{{ PrincipalName }}/{{ automation:EXECUTION_ID }}.json',
    Body,
  },
  onFailure: 'Continue',
  isCritical: false,
  ...more,
});

/** A user has two keys at most. Where one is missing, its step has nothing to do and fails. */
const turnOff = (name: string, id: string) =>
  iam(
    name,
    'UpdateAccessKey',
    { UserName, AccessKeyId: id, Status: 'Inactive' },
    { onFailure: 'Continue', isCritical: false },
  );

const containUser = [
  iam('denyUser', 'PutUserPolicy', { UserName, PolicyName, PolicyDocument }, failing()),
  iam(
    'keys',
    'ListAccessKeys',
    { UserName },
    {
      ...failing(),
      outputs: [
        output('All', '$.AccessKeyMetadata', 'MapList'),
        output('First', '$.AccessKeyMetadata[0].AccessKeyId', 'String'),
        output('Second', '$.AccessKeyMetadata[1].AccessKeyId', 'String'),
      ],
    },
  ),
  snapshot('keepKeys', '{{ keys.All }}'),
  turnOff('firstKey', '{{ keys.First }}'),
  turnOff('secondKey', '{{ keys.Second }}'),
  { name: 'waitForUser', action: 'aws:sleep', inputs: { Duration: '{{ VerifyAfter }}' } },
  iam('userIsDenied', 'GetUserPolicy', { UserName, PolicyName }, failing()),
  iam(
    'keysAreOff',
    'ListAccessKeys',
    { UserName },
    { ...failing(), outputs: [output('States', '$.AccessKeyMetadata..Status', 'StringList')] },
  ),
  choose(
    'userIsContained',
    [{ Variable: '{{ keysAreOff.States }}', Contains: 'Active', NextStep: failed }],
    'tellContained',
  ),
];

/** Denying all covers every session of the role, older and newer ones. */
const containRole = [
  iam('denyRole', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument }, failing()),
  iam(
    'trust',
    'GetRole',
    { RoleName },
    { ...failing(), outputs: [output('Policy', '$.Role.AssumeRolePolicyDocument', 'String')] },
  ),
  snapshot('keepTrust', '{{ trust.Policy }}'),
  { name: 'waitForRole', action: 'aws:sleep', inputs: { Duration: '{{ VerifyAfter }}' } },
  iam(
    'roleIsDenied',
    'GetRolePolicy',
    { RoleName, PolicyName },
    { ...failing(), nextStep: 'tellContained' },
  ),
];

function failing() {
  return { onFailure: `step:${failed}` };
}

const tell = (name: string, Subject: string, text: string) => ({
  name,
  action: 'aws:executeAwsApi',
  inputs: {
    Service: 'sns',
    Api: 'Publish',
    TopicArn: '{{ TopicArn }}',
    Subject: `tocsin: {{ PrincipalName }} ${Subject}`,
    Message: `The {{ PrincipalType }} {{ PrincipalName }} ${text}\nAutomation {{ automation:EXECUTION_ID }}`,
  },
});

const outcome = [
  { ...tell('tellContained', 'is contained', 'is denied everything.'), isEnd: true },
  {
    ...tell('tellRefused', 'must be looked at', 'is not to be contained by a runbook.'),
    isEnd: true,
  },
  tell('tellFailed', 'is NOT contained', 'could not be contained: stop it by hand now.'),
  // So that the execution itself shows as failed.
  {
    name: 'notContained',
    action: 'aws:assertAwsResourceProperty',
    inputs: {
      Service: 'sts',
      Api: 'GetCallerIdentity',
      PropertySelector: '$.Account',
      DesiredValues: ['contained'],
    },
    isEnd: true,
  },
];
