import type {
  EnablePolicyTypeRequest,
  EnablePolicyTypeResponse,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { targetArn } from './authority.ts';
import { attachFullAccess, rootOf, targetOf } from './organization.ts';
import { onlyServiceControl } from './policyContent.ts';
import { rootShape } from './shapes.ts';
import { organizations } from './state.ts';

/** Lets service control policies act again; everything has FullAWSAccess then, and only that. */
export const EnablePolicyType = operation<EnablePolicyTypeRequest, EnablePolicyTypeResponse>({
  accepts: ['RootId', 'PolicyType'],
  resource: ({ RootId = '*' }, context) => targetArn(RootId, context),
  conditionKeys: ({ PolicyType }) => ({ 'organizations:policytype': PolicyType }),
  run: ({ RootId, PolicyType }, context) => {
    onlyServiceControl(PolicyType, 'EnablePolicyType');
    const organization = rootOf(RootId, context);
    if (organization.policyTypes.length > 0) {
      throw new AwsError(
        'PolicyTypeAlreadyEnabledException',
        'The specified policy type is already enabled.',
      );
    }
    attachFullAccess(context);
    const changed = { ...organization, policyTypes: ['SERVICE_CONTROL_POLICY'] as const };
    context.globalTable(organizations).put(changed);
    return { Root: rootShape(targetOf(RootId, context), changed) };
  },
});
