import type { Service } from '../../kernel/service.ts';
import { GetCallerIdentity } from './GetCallerIdentity.ts';

export const sts: Service = {
  name: 'sts',
  sdk: '@aws-sdk/client-sts',
  eventSource: 'sts.amazonaws.com',
  operations: { GetCallerIdentity },
};
