import { type Policy, parsePolicy } from '@tocsin/engine/policy';
import type { Clock } from '../../kernel/clock.ts';
import { iamDelayMs, type RowsInEffect, rowsInEffect } from '../../kernel/propagation.ts';
import type { ServiceControl } from '../../kernel/serviceControl.ts';
import type { Settings } from '../../kernel/settings.ts';
import type { Store } from '../../kernel/store.ts';
import { fullAccess } from './fullAccess.ts';
import * as state from './state.ts';

/**
 * The service control policies that act on the account, as IAM asks for them. At pace `aws` they
 * act as late as other changes do; how late they act on AWS is not known.
 */
export function createServiceControl(parts: {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: Settings;
}): ServiceControl {
  const scope = `${parts.settings.accountId}/global`;
  const delay = parts.settings.pace === 'aws' ? { ...parts, delayMs: iamDelayMs } : undefined;
  const organizations = rowsInEffect(parts, { spec: state.organizations, scope }, undefined);
  const policies = rowsInEffect(parts, { spec: state.policies, scope }, delay);
  const attachments = rowsInEffect(parts, { spec: state.attachments, scope }, delay);
  const attachedTo = (targetId: string) =>
    attachments.find('target', targetId).flatMap(({ policyId }) => parsed(policyId, policies));
  return {
    get version() {
      return organizations.version + policies.version + attachments.version;
    },
    get organization() {
      return organizations.get('own');
    },
    levels: () => {
      const organization = organizations.get('own');
      if (!organization?.policyTypes.length) return undefined;
      // Nothing is ever without a policy; a level is only until its first one acts.
      const ids = [organization.rootId, parts.settings.accountId];
      return ids.map(attachedTo).filter((level) => level.length > 0);
    },
  };
}

/** Who asks keeps what it got while the version stands, so nothing is kept here. */
function parsed(id: string, policies: RowsInEffect<state.ServiceControlPolicy>): readonly Policy[] {
  const policy = id === fullAccess.id ? fullAccess : policies.get(id);
  return policy ? [parsePolicy(policy.content, 'service-control')] : [];
}
