import type { Clients, TestCloud } from '@tocsin/testkit';

/** Makes an IAM user with one inline policy, and clients that are signed with its key. */
export async function signInAs(
  cloud: TestCloud,
  UserName: string,
  statements: readonly object[],
): Promise<Clients> {
  await cloud.iam.createUser({ UserName });
  if (statements.length > 0) {
    await cloud.iam.putUserPolicy({
      UserName,
      PolicyName: 'own',
      PolicyDocument: policyText(statements),
    });
  }
  const { AccessKey } = await cloud.iam.createAccessKey({ UserName });
  return cloud.as({
    credentials: {
      accessKeyId: AccessKey!.AccessKeyId!,
      secretAccessKey: AccessKey!.SecretAccessKey!,
    },
  });
}

export const policyText = (statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** A pattern of secret ARNs; the name is to end in `-*` or `-??????`. */
export const secretNamed = (name: string) =>
  `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}`;
