import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { RuntimeUnavailable, runtime } from '../../runtime/index.ts';
import { unpack } from './archive.ts';
import { readCode } from './code.ts';
import { openVariables } from './environment.ts';
import { cannotAssume } from './problems.ts';
import type { Version } from './state.ts';
import type { Environment } from './workers.ts';

/** Starts a process for a version, with credentials of the function's role. */
export async function startEnvironment(
  version: Version,
  functionArn: string,
  context: Context,
): Promise<Environment> {
  const credentials = roleCredentials(version, context);
  const zip = await readCode(version, context);
  const logStream = logStreamName(version, context);
  const output: string[] = [];
  const { functionName, code, handler, memoryMb } = version;
  const variables = { ...openVariables(version, context) };
  try {
    const worker = await context.memory(runtime).start({
      runtime: version.runtime,
      code: { key: `${code.blobId}`, files: () => unpack(zip) },
      handler,
      memoryMb,
      environment: {
        ...variables,
        AWS_REGION: context.region,
        AWS_DEFAULT_REGION: context.region,
        AWS_ENDPOINT_URL: variables.AWS_ENDPOINT_URL ?? context.settings.endpoint,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_SESSION_TOKEN: credentials.sessionToken,
        AWS_EXECUTION_ENV: `AWS_Lambda_${version.runtime}`,
        AWS_LAMBDA_FUNCTION_NAME: functionName,
        AWS_LAMBDA_FUNCTION_VERSION: version.version,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_LAMBDA_LOG_GROUP_NAME: version.logGroup,
        AWS_LAMBDA_LOG_STREAM_NAME: logStream,
      },
      onOutput: (line) => output.push(line),
    });
    const { expiresMs } = credentials;
    return { functionArn, key: environmentKey(version), worker, logStream, expiresMs, output };
  } catch (error) {
    if (!(error instanceof RuntimeUnavailable)) throw error;
    throw new AwsError('ServiceException', error.message, { statusCode: 500 });
  }
}

export function environmentKey({ functionName, version, revisionId }: Version): string {
  return `${functionName}:${version}:${revisionId}`;
}

function roleCredentials({ role: roleArn, functionName }: Version, context: Context) {
  const role = context.identities.role(roleArn);
  if (!role || !context.identities.serviceSession(roleArn, 'lambda.amazonaws.com', functionName)) {
    throw new AwsError('AccessDeniedException', cannotAssume, { statusCode: 403 });
  }
  return context.transact(() =>
    context.identities.openSession({
      accountId: context.accountId,
      durationSeconds: sessionSeconds,
      of: { role, sessionName: functionName },
    }),
  );
}

const sessionSeconds = 12 * 3_600;

function logStreamName({ version }: Version, { nowMs, ids }: Context): string {
  const day = new Date(nowMs).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[${version}]${ids.hex(32)}`;
}
