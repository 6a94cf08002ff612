import type { ServiceControlPolicy } from './state.ts';

/** AWS's own policy, which is attached wherever service control policies begin to act. */
export const fullAccess: ServiceControlPolicy = {
  id: 'p-FullAWSAccess',
  name: 'FullAWSAccess',
  description: 'Allows access to every operation',
  content: JSON.stringify(
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
    undefined,
    2,
  ),
  tags: {},
};
