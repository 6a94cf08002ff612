import type { TestCloud } from '@tocsin/testkit';
import { policyText } from '@tocsin/testkit';
import { zipSync } from 'fflate';

/** A zip of files with these texts. */
export function zipOfTexts(files: Readonly<Record<string, string>>): Uint8Array {
  const bytes = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]);
  return zipSync(Object.fromEntries(bytes));
}

/** Makes a role that Lambda may use, with one inline policy. Gives its ARN. */
export async function makeRole(
  { iam }: Pick<TestCloud, 'iam'>,
  RoleName: string,
  statements: readonly object[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }],
): Promise<string> {
  const { Role } = await iam.createRole({
    RoleName,
    AssumeRolePolicyDocument: policyText([
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]),
  });
  if (statements.length > 0) {
    const PolicyDocument = policyText(statements);
    await iam.putRolePolicy({ RoleName, PolicyName: 'own', PolicyDocument });
  }
  return Role!.Arn!;
}

/** Makes a function whose module is this text. */
export async function makeFunction(
  cloud: TestCloud,
  FunctionName: string,
  code: string,
  more: object = {},
) {
  const known = await cloud.iam.getRole({ RoleName: 'runner' }).catch(() => undefined);
  const Role = known?.Role?.Arn ?? (await makeRole(cloud, 'runner'));
  return cloud.lambda.createFunction({
    FunctionName,
    Role,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: zipOfTexts({ 'index.mjs': code }) },
    ...more,
  });
}

export const textOf = (payload: Uint8Array | undefined) =>
  JSON.parse(Buffer.from(payload!).toString());
