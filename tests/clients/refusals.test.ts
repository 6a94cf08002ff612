import { test } from 'node:test';
import { isOldAws, skip, startBox } from './box.ts';
import { play, type Step } from './transcript.ts';

/** A user who may do nothing, and a secret. */
const people: readonly Step[] = [
  {
    run: `ACCOUNT=$(aws sts get-caller-identity --query Account --output text)
          SECRET_ARN=$(aws secretsmanager create-secret --name FanoyDBSecret --secret-string "x" --query ARN --output text)
          aws iam create-user --user-name Nobody
          read -r KEY_ID SECRET_KEY < <(aws iam create-access-key --user-name Nobody --query "AccessKey.[AccessKeyId,SecretAccessKey]" --output text)
          aws configure set aws_access_key_id "$KEY_ID" --profile Nobody
          aws configure set aws_secret_access_key "$SECRET_KEY" --profile Nobody
          expected() { grep -qF "$1" errors || { cat errors >&2; return 1; }; }`,
  },
];

/** What the CLI prints must be what it prints with AWS: the sentence as a whole. */
const denied = (command: string, operation: string, text: string): Step => ({
  run: `aws ${command} --profile Nobody 2>errors; expected "An error occurred (${operation}: ${text}"`,
});

const user = 'User: arn:aws:iam::$ACCOUNT:user/Nobody is not authorized to perform';

const denials: readonly Step[] = [
  denied(
    'secretsmanager get-secret-value --secret-id NoSuchSecret',
    'AccessDeniedException) when calling the GetSecretValue operation',
    `${user}: secretsmanager:GetSecretValue on resource: NoSuchSecret because no identity-based policy allows the secretsmanager:GetSecretValue action`,
  ),
  denied(
    'secretsmanager get-secret-value --secret-id FanoyDBSecret',
    'AccessDeniedException) when calling the GetSecretValue operation',
    `${user}: secretsmanager:GetSecretValue on resource: $SECRET_ARN because no identity-based policy allows the secretsmanager:GetSecretValue action`,
  ),
  denied(
    'cloudtrail describe-trails',
    'AccessDeniedException) when calling the DescribeTrails operation',
    `${user}: cloudtrail:DescribeTrails`,
  ),
  denied(
    'cloudwatch describe-alarms',
    'AccessDenied) when calling the DescribeAlarms operation',
    `${user}: cloudwatch:DescribeAlarms on resource: arn:aws:cloudwatch:us-east-1:$ACCOUNT:alarm:* because no identity-based policy allows the cloudwatch:DescribeAlarms action`,
  ),
  denied(
    'iam list-users',
    'AccessDenied) when calling the ListUsers operation',
    `${user}: iam:ListUsers on resource: arn:aws:iam::$ACCOUNT:user/ because no identity-based policy allows the iam:ListUsers action`,
  ),
  denied(
    'sns create-topic --name x',
    'AuthorizationError) when calling the CreateTopic operation',
    `${user}: SNS:CreateTopic on resource: arn:aws:sns:us-east-1:$ACCOUNT:x because no identity-based policy allows the SNS:CreateTopic action`,
  ),
  {
    run: `aws iam put-user-policy --user-name Nobody --policy-name Deny --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"secretsmanager:*","Resource":"*"}]}'`,
  },
  denied(
    'secretsmanager get-secret-value --secret-id "$SECRET_ARN"',
    'AccessDeniedException) when calling the GetSecretValue operation',
    `${user}: secretsmanager:GetSecretValue on resource: $SECRET_ARN with an explicit deny in an identity-based policy`,
  ),
];

const unknown: readonly Step[] = [
  {
    run: 'aws secretsmanager get-secret-value --secret-id NoSuchSecret',
    fails:
      "An error occurred (ResourceNotFoundException) when calling the GetSecretValue operation: Secrets Manager can't find the specified secret.",
  },
  {
    run: 'aws secretsmanager create-secret --name FanoyDBSecret',
    fails:
      'An error occurred (ResourceExistsException) when calling the CreateSecret operation: The operation failed because the secret FanoyDBSecret already exists.',
  },
  {
    run: 'aws iam get-user --user-name Eve',
    fails:
      'An error occurred (NoSuchEntity) when calling the GetUser operation: The user with name Eve cannot be found.',
  },
  {
    run: 'aws logs describe-log-streams --log-group-name nowhere',
    fails:
      'An error occurred (ResourceNotFoundException) when calling the DescribeLogStreams operation: The specified log group does not exist.',
  },
  {
    run: 'aws sns publish --topic-arn "arn:aws:sns:us-east-1:$ACCOUNT:nowhere" --message x',
    fails: 'An error occurred (NotFound) when calling the Publish operation: Topic does not exist',
  },
  {
    run: 'aws sqs get-queue-url --queue-name nowhere --endpoint-url "$AWS_ENDPOINT_URL"',
    fails:
      'An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The specified queue does not exist.',
  },
  {
    run: 'aws cloudtrail get-trail --name nowhere',
    fails:
      'An error occurred (TrailNotFoundException) when calling the GetTrail operation: Unknown trail: ',
  },
  {
    run: 'aws secretsmanager create-secret --name "not a name"',
    fails:
      'An error occurred (ValidationException) when calling the CreateSecret operation: Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
  },
  {
    run: 'aws ec2 describe-instances',
    fails:
      'An error occurred (NotImplemented) when calling the DescribeInstances operation: tocsin does not implement the service ec2.',
  },
];

const wrongKeys: readonly Step[] = [
  {
    run: 'AWS_SECRET_ACCESS_KEY=wrong aws secretsmanager list-secrets',
    fails:
      'An error occurred (InvalidSignatureException) when calling the ListSecrets operation: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  },
  {
    run: 'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE aws secretsmanager list-secrets',
    fails:
      'An error occurred (UnrecognizedClientException) when calling the ListSecrets operation: The security token included in the request is invalid.',
  },
  {
    run: 'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE aws sts get-caller-identity',
    fails:
      'An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.',
  },
  {
    run: 'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE aws s3 ls',
    fails:
      'An error occurred (InvalidAccessKeyId) when calling the ListBuckets operation: The AWS Access Key Id you provided does not exist in our records.',
  },
  {
    run: 'AWS_SECRET_ACCESS_KEY=wrong aws s3 ls',
    fails: 'An error occurred (SignatureDoesNotMatch) when calling the ListBuckets operation:',
  },
  {
    run: `aws iam update-access-key --user-name Nobody --access-key-id "$KEY_ID" --status Inactive
          aws sts get-caller-identity --profile Nobody`,
    fails: 'An error occurred (InvalidClientTokenId)',
  },
];

const roles: readonly Step[] = [
  {
    run: `aws iam create-role --role-name Reader --assume-role-policy-document "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Principal\\":{\\"AWS\\":\\"arn:aws:iam::$ACCOUNT:root\\"},\\"Action\\":\\"sts:AssumeRole\\"}]}"
          aws iam put-role-policy --role-name Reader --policy-name Read --policy-document '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"*"}}'`,
  },
  {
    run: `read -r ID KEY TOKEN < <(aws sts assume-role --role-arn "arn:aws:iam::$ACCOUNT:role/Reader" --role-session-name night-shift --query "Credentials.[AccessKeyId,SecretAccessKey,SessionToken]" --output text)
          aws configure set aws_access_key_id "$ID" --profile session
          aws configure set aws_secret_access_key "$KEY" --profile session
          aws configure set aws_session_token "$TOKEN" --profile session`,
  },
  {
    run: 'aws sts get-caller-identity --query Arn --output text --profile session',
    prints: /^arn:aws:sts::\d{12}:assumed-role\/Reader\/night-shift$/,
  },
  {
    run: 'aws secretsmanager get-secret-value --secret-id FanoyDBSecret --query SecretString --output text --profile session',
    prints: 'x',
  },
  {
    run: 'aws secretsmanager list-secrets --profile session',
    fails:
      ':assumed-role/Reader/night-shift is not authorized to perform: secretsmanager:ListSecrets because no identity-based policy allows the secretsmanager:ListSecrets action',
  },
  {
    run: `aws configure set aws_session_token forged --profile session
          aws sts get-caller-identity --profile session`,
    fails: 'An error occurred (InvalidClientTokenId)',
  },
];

/** The CLI assumes the role by itself. An old one asks the real STS, whatever the endpoint is. */
const profileWithRole: readonly Step[] = [
  {
    run: `aws configure set role_arn "arn:aws:iam::$ACCOUNT:role/Reader" --profile assumed
          aws configure set credential_source Environment --profile assumed
          aws secretsmanager get-secret-value --secret-id FanoyDBSecret --query SecretString --output text --profile assumed`,
    prints: 'x',
  },
];

test('aws prints the refusals of AWS', { skip }, async (t) => {
  await using box = await startBox();
  await play(box, people);
  await t.test('what policies do not allow', () => play(box, denials));
  await t.test('what does not exist', () => play(box, unknown));
  await t.test('roles, and what they may not', () => play(box, roles));
  await t.test('a profile with a role', { skip: isOldAws }, () => play(box, profileWithRole));
  await t.test('wrong keys', () => play(box, wrongKeys));
});
