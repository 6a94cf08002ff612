import { type Clients, type Credentials, policyText, type TestCloud } from '@tocsin/testkit';

/** An attacker who does not wait to be contained: looks every half second, and undoes. */
export interface Undoer {
  /** One look, with whatever credentials still work. */
  look(): Promise<void>;
  /** Who of its credentials may do anything at all now, by their owners' names. */
  whoIsIn(): Promise<string[]>;
}

export const lookEveryMs = 500;

const administrator = policyText([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
const containment = 'tocsin-containment';
const mark = 'tocsin:contained';

interface Foothold {
  readonly owner: string;
  readonly clients: Clients;
}

/**
 * Begins with the credentials of a user who may do everything. Once it sees that it is being
 * contained, it makes itself a second key, a user and a role, and from then on frees all of them
 * again and again: takes the denials away, the marks too, and turns the keys on.
 */
export function undoer(cloud: TestCloud, userName: string, credentials: Credentials): Undoer {
  const footholds: Foothold[] = [{ owner: userName, clients: cloud.as({ credentials }) }];
  const users = [userName];
  let isWarned = false;
  const attempt = async <Answer>(act: (clients: Clients) => Promise<Answer>) => {
    for (const { clients } of footholds) {
      const answer = await act(clients).catch(() => undefined);
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
  const addKey = async (UserName: string) => {
    const made = await attempt(({ iam }) => iam.createAccessKey({ UserName }));
    const { AccessKeyId, SecretAccessKey } = made?.AccessKey ?? {};
    if (!AccessKeyId) return;
    const key = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey! };
    footholds.push({ owner: UserName, clients: cloud.as({ credentials: key }) });
  };
  const digIn = async () => {
    await addKey(userName);
    const UserName = 'backup-operator';
    await attempt(({ iam }) => iam.createUser({ UserName }));
    const own = { PolicyName: 'own', PolicyDocument: administrator };
    await attempt(({ iam }) => iam.putUserPolicy({ UserName, ...own }));
    await addKey(UserName);
    users.push(UserName);
    const RoleName = 'backup-role';
    const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = policyText([trust]);
    await attempt(({ iam }) => iam.createRole({ RoleName, AssumeRolePolicyDocument }));
    await attempt(({ iam }) => iam.putRolePolicy({ RoleName, ...own }));
  };
  const free = async (UserName: string) => {
    const denial = { UserName, PolicyName: containment };
    await attempt(({ iam }) => iam.deleteUserPolicy(denial));
    await attempt(({ iam }) => iam.untagUser({ UserName, TagKeys: [mark] }));
    const { AccessKeyMetadata = [] } =
      (await attempt(({ iam }) => iam.listAccessKeys({ UserName }))) ?? {};
    for (const { AccessKeyId, Status } of AccessKeyMetadata) {
      if (Status === 'Active') continue;
      const key = { UserName, AccessKeyId, Status: 'Active' } as const;
      await attempt(({ iam }) => iam.updateAccessKey(key));
    }
  };
  return {
    async look() {
      const seen = await attempt(({ iam }) => iam.listUserPolicies({ UserName: userName }));
      if (!isWarned && !seen?.PolicyNames?.includes(containment)) return;
      for (const name of users) await free(name);
      if (!isWarned) await digIn();
      isWarned = true;
    },
    async whoIsIn() {
      const tries = footholds.map(({ owner, clients }) =>
        clients.iam.listUsers({}).then(
          () => [owner],
          () => [],
        ),
      );
      return [...new Set((await Promise.all(tries)).flat())];
    },
  };
}
