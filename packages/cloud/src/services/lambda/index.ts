import type { Service } from '../../kernel/service.ts';
import { AddPermission } from './AddPermission.ts';
import { asyncEventJob } from './asyncEvent.ts';
import { CreateAlias } from './CreateAlias.ts';
import { CreateFunction } from './CreateFunction.ts';
import { DeleteAlias } from './DeleteAlias.ts';
import { DeleteFunction } from './DeleteFunction.ts';
import { DeleteFunctionConcurrency } from './DeleteFunctionConcurrency.ts';
import { DeleteFunctionEventInvokeConfig } from './DeleteFunctionEventInvokeConfig.ts';
import { GetAccountSettings } from './GetAccountSettings.ts';
import { GetAlias } from './GetAlias.ts';
import { GetFunction } from './GetFunction.ts';
import { GetFunctionConcurrency } from './GetFunctionConcurrency.ts';
import { GetFunctionConfiguration } from './GetFunctionConfiguration.ts';
import { GetFunctionEventInvokeConfig } from './GetFunctionEventInvokeConfig.ts';
import { GetPolicy } from './GetPolicy.ts';
import { Invoke } from './Invoke.ts';
import { ListAliases } from './ListAliases.ts';
import { ListFunctionEventInvokeConfigs } from './ListFunctionEventInvokeConfigs.ts';
import { ListFunctions } from './ListFunctions.ts';
import { ListTags } from './ListTags.ts';
import { ListVersionsByFunction } from './ListVersionsByFunction.ts';
import { PublishVersion } from './PublishVersion.ts';
import { PutFunctionConcurrency } from './PutFunctionConcurrency.ts';
import { PutFunctionEventInvokeConfig } from './PutFunctionEventInvokeConfig.ts';
import { RemovePermission } from './RemovePermission.ts';
import { TagResource } from './TagResource.ts';
import { UntagResource } from './UntagResource.ts';
import { UpdateAlias } from './UpdateAlias.ts';
import { UpdateFunctionCode } from './UpdateFunctionCode.ts';
import { UpdateFunctionConfiguration } from './UpdateFunctionConfiguration.ts';
import { UpdateFunctionEventInvokeConfig } from './UpdateFunctionEventInvokeConfig.ts';

/** Lambda: functions, run for real in processes of their own. */
export const lambda: Service = {
  name: 'lambda',
  sdk: '@aws-sdk/client-lambda',
  eventSource: 'lambda.amazonaws.com',
  // A zip of 50 MB in base64, and what comes with it.
  bodyLimitBytes: 70 * 1024 * 1024,
  operations: {
    AddPermission,
    CreateAlias,
    CreateFunction,
    DeleteAlias,
    DeleteFunction,
    DeleteFunctionConcurrency,
    DeleteFunctionEventInvokeConfig,
    GetAccountSettings,
    GetAlias,
    GetFunction,
    GetFunctionConcurrency,
    GetFunctionConfiguration,
    GetFunctionEventInvokeConfig,
    GetPolicy,
    Invoke,
    ListAliases,
    ListFunctionEventInvokeConfigs,
    ListFunctions,
    ListTags,
    ListVersionsByFunction,
    PublishVersion,
    PutFunctionConcurrency,
    PutFunctionEventInvokeConfig,
    RemovePermission,
    TagResource,
    UntagResource,
    UpdateAlias,
    UpdateFunctionCode,
    UpdateFunctionConfiguration,
    UpdateFunctionEventInvokeConfig,
  },
  jobs: [asyncEventJob],
};
