import type { IAM } from '@aws-sdk/client-iam';
import type { Principal } from '../principal.ts';
import { ifThere, type Step } from '../step.ts';
import type { Target } from './target.ts';

/** Marks whom the protective service control policy is to hold: it goes by this tag. */
export function tagPrincipal(iam: IAM, { kind, name }: Target, incident: string): Step {
  const tag = [{ Key: containedTag, Value: incident }];
  return {
    name: `tag the ${kind}`,
    async apply() {
      if (kind === 'user') await iam.tagUser({ UserName: name, Tags: tag });
      else await iam.tagRole({ RoleName: name, Tags: tag });
      return `${containedTag}=${incident}`;
    },
    async readBack() {
      const { Tags } =
        kind === 'user'
          ? await iam.listUserTags({ UserName: name })
          : await iam.listRoleTags({ RoleName: name });
      return Tags?.some(({ Key }) => Key === containedTag) ?? false;
    },
    async undo() {
      if (kind === 'user') await iam.untagUser({ UserName: name, TagKeys: [containedTag] });
      else await iam.untagRole({ RoleName: name, TagKeys: [containedTag] });
      return `tag ${containedTag}`;
    },
  };
}

/** The incident that a principal is marked with. */
export async function markOf(
  iam: IAM,
  { kind, name }: Pick<Principal, 'kind' | 'name'>,
): Promise<string | undefined> {
  const { Tags = [] } =
    (await ifThere(
      kind === 'user' ? iam.listUserTags({ UserName: name }) : iam.listRoleTags({ RoleName: name }),
    )) ?? {};
  return Tags.find(({ Key }) => Key === containedTag)?.Value;
}

export const containedTag = 'tocsin:contained';
