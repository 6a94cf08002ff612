import type { IAM } from '@aws-sdk/client-iam';
import type { Step } from '../step.ts';

/** Turns all access keys of a user off, not only the one that was seen. They are kept as proof. */
export function disableKeys(iam: IAM, userName: string): Step {
  return {
    name: 'turn the access keys off',
    async apply() {
      const active = await activeKeys(iam, userName);
      await Promise.all(active.map((id) => setKey(iam, userName, id, 'Inactive')));
      return active.length === 0 ? 'none was active' : active.join(', ');
    },
    readBack: async () => (await activeKeys(iam, userName)).length === 0,
  };
}

/** Turns one key off, of a user who may keep the other. */
export function disableKey(iam: IAM, userName: string, keyId: string): Step {
  return {
    name: `turn the key ${keyId} off`,
    async apply() {
      await setKey(iam, userName, keyId, 'Inactive');
      return `key of ${userName} turned off`;
    },
    readBack: async () => !(await activeKeys(iam, userName)).includes(keyId),
  };
}

export async function setKey(
  iam: IAM,
  UserName: string,
  AccessKeyId: string,
  Status: 'Active' | 'Inactive',
) {
  await iam.updateAccessKey({ UserName, AccessKeyId, Status });
}

/** A user has two keys at most, so that one page has them all. */
async function activeKeys(iam: IAM, UserName: string): Promise<string[]> {
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName });
  return AccessKeyMetadata.filter(({ Status }) => Status === 'Active').map(
    ({ AccessKeyId }) => AccessKeyId!,
  );
}
