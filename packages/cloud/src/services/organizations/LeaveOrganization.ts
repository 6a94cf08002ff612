import { operation } from '../../kernel/operation.ts';
import { detachAll, organizationOf } from './organization.ts';
import { organizations, policies } from './state.ts';

/**
 * Takes the account out of its organization, and with that out of reach of its policies: what an
 * intruder tries whom a service control policy hinders. The organization is forgotten.
 */
export const LeaveOrganization = operation<object, object>({
  accepts: [],
  resource: () => '*',
  run: (_input, context) => {
    organizationOf(context);
    detachAll(context);
    const table = context.globalTable(policies);
    for (const { id } of [...table.values()]) table.delete(id);
    context.globalTable(organizations).delete('own');
    return {};
  },
});
