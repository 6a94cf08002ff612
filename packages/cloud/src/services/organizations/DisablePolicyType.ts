import type {
  DisablePolicyTypeRequest,
  DisablePolicyTypeResponse,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { targetArn } from './authority.ts';
import { detachAll, rootOf, targetOf } from './organization.ts';
import { onlyServiceControl } from './policyContent.ts';
import { rootShape } from './shapes.ts';
import { organizations } from './state.ts';

/** Ends the effect of service control policies: all of them are detached. */
export const DisablePolicyType = operation<DisablePolicyTypeRequest, DisablePolicyTypeResponse>({
  accepts: ['RootId', 'PolicyType'],
  resource: ({ RootId = '*' }, context) => targetArn(RootId, context),
  conditionKeys: ({ PolicyType }) => ({ 'organizations:policytype': PolicyType }),
  run: ({ RootId, PolicyType }, context) => {
    onlyServiceControl(PolicyType, 'DisablePolicyType');
    const organization = rootOf(RootId, context);
    if (organization.policyTypes.length === 0) {
      throw new AwsError(
        'PolicyTypeNotEnabledException',
        'This operation can be performed only for enabled policy types.',
      );
    }
    detachAll(context);
    const changed = { ...organization, policyTypes: [] };
    context.globalTable(organizations).put(changed);
    return { Root: rootShape(targetOf(RootId, context), changed) };
  },
});
