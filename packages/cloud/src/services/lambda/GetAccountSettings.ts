import type { GetAccountSettingsRequest, GetAccountSettingsResponse } from '@aws-sdk/client-lambda';
import { operation } from '../../kernel/operation.ts';
import { zipMaxBytes } from './archive.ts';
import { concurrencyMax } from './quotas.ts';
import { functions, versions } from './state.ts';

export const GetAccountSettings = operation<GetAccountSettingsRequest, GetAccountSettingsResponse>({
  accepts: [],
  resource: () => '*',
  record: { eventName: 'GetAccountSettings20160819' },
  run: (_input, context) => {
    const all = [...context.table(functions).values()];
    const reserved = all.reduce((sum, fn) => sum + (fn.reservedConcurrency ?? 0), 0);
    const codes = [...context.table(versions).values()].map(({ code }) => code.sizeBytes);
    return {
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: zipMaxBytes,
        ConcurrentExecutions: concurrencyMax,
        UnreservedConcurrentExecutions: concurrencyMax - reserved,
      },
      AccountUsage: {
        TotalCodeSize: codes.reduce((sum, size) => sum + size, 0),
        FunctionCount: all.length,
      },
    };
  },
});
