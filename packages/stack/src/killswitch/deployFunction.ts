import type { Lambda } from '@aws-sdk/client-lambda';
import type { Time } from './clients.ts';
import { handlerName, killSwitchZip } from './package.ts';
import { ifThere } from './step.ts';

export interface FunctionSettings {
  readonly name: string;
  readonly roleArn: string;
  readonly environment: Record<string, string>;
  readonly timeoutSeconds: number;
}

/** Makes the function, or brings the one that is there up to date. Gives its ARN. */
export async function makeFunction(lambda: Lambda, settings: FunctionSettings, time: Time) {
  const { name: FunctionName, roleArn, environment, timeoutSeconds } = settings;
  const configuration = {
    FunctionName,
    Role: roleArn,
    Runtime: 'nodejs24.x' as const,
    Handler: handlerName,
    Timeout: timeoutSeconds,
    MemorySize: 512,
    Environment: { Variables: environment },
  };
  const ZipFile = killSwitchZip();
  const found = await ifThere(lambda.getFunction({ FunctionName }));
  if (found) {
    await lambda.updateFunctionConfiguration(configuration);
    await whenReady(lambda, FunctionName, time);
    await lambda.updateFunctionCode({ FunctionName, ZipFile });
  } else {
    const create = () => lambda.createFunction({ ...configuration, Code: { ZipFile } });
    await whileRoleIsNew(create, time);
  }
  return whenReady(lambda, FunctionName, time);
}

/** IAM takes some seconds until Lambda may assume a new role. */
async function whileRoleIsNew(create: () => Promise<unknown>, { sleep }: Time): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await create();
      return;
    } catch (error) {
      const { name, message } = error as Error;
      const isNew = name === 'InvalidParameterValueException' && /assumed/.test(message);
      if (!isNew || attempt === attemptsMax) throw error;
      await sleep(pauseMs);
    }
  }
}

async function whenReady(lambda: Lambda, FunctionName: string, { sleep }: Time): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await lambda.getFunctionConfiguration({ FunctionName });
    const { State, LastUpdateStatus, FunctionArn } = found;
    if (State === 'Active' && LastUpdateStatus !== 'InProgress') return FunctionArn!;
    if (attempt === attemptsMax || State === 'Failed') {
      throw new Error(`${FunctionName} is not ready: ${found.StateReason ?? State}`);
    }
    await sleep(pauseMs);
  }
}

const attemptsMax = 30;
const pauseMs = 2000;
