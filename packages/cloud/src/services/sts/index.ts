import type { Service } from '../../kernel/service.ts';
import { AssumeRole } from './AssumeRole.ts';
import { GetAccessKeyInfo } from './GetAccessKeyInfo.ts';
import { GetCallerIdentity } from './GetCallerIdentity.ts';
import { GetFederationToken } from './GetFederationToken.ts';
import { GetSessionToken } from './GetSessionToken.ts';

export const sts: Service = {
  name: 'sts',
  sdk: '@aws-sdk/client-sts',
  eventSource: 'sts.amazonaws.com',
  operations: {
    AssumeRole,
    GetAccessKeyInfo,
    GetCallerIdentity,
    GetFederationToken,
    GetSessionToken,
  },
};
