import type { IAM } from '@aws-sdk/client-iam';

/** Makes an IAM user with one inline policy, and clients that are signed with its key. */
export async function signInAs<Clients>(
  cloud: SignIn<Clients>,
  UserName: string,
  statements: readonly object[],
): Promise<Clients> {
  await cloud.iam.createUser({ UserName });
  if (statements.length > 0) {
    const PolicyDocument = policyText(statements);
    await cloud.iam.putUserPolicy({ UserName, PolicyName: 'own', PolicyDocument });
  }
  const { AccessKey } = await cloud.iam.createAccessKey({ UserName });
  const { AccessKeyId, SecretAccessKey } = AccessKey!;
  return cloud.as({
    credentials: { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey! },
  });
}

/** What is needed of a test cloud. */
export interface SignIn<Clients> {
  readonly iam: IAM;
  as(who: { credentials: { accessKeyId: string; secretAccessKey: string } }): Clients;
}

export const policyText = (statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
