/**
 * Runs a Node.js handler: the first and only program of a worker's process. It takes events from
 * the Runtime API and gives it what the handler returns.
 * Source: "Lambda runtime API" and "Lambda context object in Node.js", AWS Lambda developer guide.
 */
import { existsSync } from 'node:fs';
import http from 'node:http';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT, _HANDLER } = process.env;
const api = new URL(`http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/`);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const write = {
  out: process.stdout.write.bind(process.stdout),
  err: process.stderr.write.bind(process.stderr),
};
let requestId;
let conclude;

function ask(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const request = http.request(new URL(path, api), { method, agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }),
      );
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** A flood waits in the pipe, not in memory. */
function writeAtOnce() {
  for (const stream of [process.stdout, process.stderr]) stream._handle?.setBlocking?.(true);
}

/** Everything that this invocation printed stands before this line, in both pipes. */
function endOutput() {
  write.out(`\n\0${requestId}\n`);
  write.err(`\n\0${requestId}\n`);
}

/** The SDK is there without being in the zip, as on AWS. */
function offerSdk() {
  const own = createRequire(import.meta.url);
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if (!/^@(?:aws-sdk|smithy)\//.test(specifier)) throw error;
        if (!context.conditions.includes('require')) {
          return next(specifier, { ...context, parentURL: import.meta.url });
        }
        const url = pathToFileURL(own.resolve(specifier)).href;
        return { url, format: 'commonjs', shortCircuit: true };
      }
    },
  });
}

/** The permission model keeps files; signals to other processes it does not keep. */
function keepToItself() {
  const refuse = () => {
    throw Object.assign(new Error('kill EPERM'), { code: 'EPERM', syscall: 'kill' });
  };
  const ownOnly = (kill) => (pid, signal) =>
    pid === process.pid ? kill.call(process, pid, signal) : refuse();
  for (const [name, value] of Object.entries({
    kill: ownOnly(process.kill),
    _kill: ownOnly(process._kill),
    _debugProcess: refuse,
    _debugEnd: refuse,
  })) {
    Object.defineProperty(process, name, { value, writable: false, configurable: false });
  }
}

/** A line of a log event ends with a carriage return; only the event ends with a line feed. */
function printConsole() {
  const levels = {
    log: 'INFO',
    info: 'INFO',
    warn: 'WARN',
    error: 'ERROR',
    debug: 'DEBUG',
    trace: 'TRACE',
  };
  for (const [name, level] of Object.entries(levels)) {
    console[name] = (...args) => print(level, format(...args));
  }
}

function print(level, text) {
  const line = `${new Date().toISOString()}\t${requestId}\t${level}\t${text}`;
  write.out(`${line.replaceAll(/\r?\n/g, '\r')}\n`);
}

function describe(error) {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: (error.stack ?? '').split('\n'),
  };
}

class RuntimeError extends Error {
  constructor(type, message) {
    super(message);
    this.name = `Runtime.${type}`;
  }
}

async function loadHandler() {
  const [, module, name] = /^(.*\/?[^/.]+)\.(.+)$/.exec(_HANDLER) ?? [];
  if (module === undefined) throw new RuntimeError('MalformedHandlerName', 'Bad handler');
  const file = ['', '.js', '.mjs', '.cjs']
    .map((suffix) => join(LAMBDA_TASK_ROOT, module + suffix))
    .find((path) => /\.[cm]?js$/.test(path) && existsSync(path));
  if (!file) {
    throw new RuntimeError('ImportModuleError', `Error: Cannot find module '${module}'`);
  }
  const exported = await import(pathToFileURL(file).href).catch((error) => {
    if (error instanceof SyntaxError) {
      throw new RuntimeError('UserCodeSyntaxError', String(error));
    }
    if (/MODULE_NOT_FOUND/.test(error?.code)) {
      throw new RuntimeError('ImportModuleError', String(error));
    }
    throw error;
  });
  const find = (from) => name.split('.').reduce((value, part) => value?.[part], from);
  const handler = find(exported) ?? find(exported.default);
  if (typeof handler === 'function') return handler;
  throw new RuntimeError('HandlerNotFound', `${_HANDLER} is undefined or not exported`);
}

function contextOf(headers) {
  const deadlineMs = Number(headers['lambda-runtime-deadline-ms']);
  const { env } = process;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}

/** The handler's promise, or what it gives to its callback. */
function run(handler, event, context) {
  return new Promise((resolve, reject) => {
    conclude = resolve;
    const callback = (error, value) => (error ? reject(error) : resolve(value));
    const result = handler(event, context, callback);
    if (typeof result?.then === 'function') result.then(resolve, reject);
    else if (handler.length < 3) resolve(result);
  });
}

async function fail(error, path) {
  const { errorType, errorMessage, trace } = describe(error);
  const told = { errorType, errorMessage, stack: trace };
  print(
    'ERROR',
    `${path === 'init/error' ? 'Uncaught Exception' : 'Invoke Error'} \t${JSON.stringify(told)}`,
  );
  endOutput();
  await ask('POST', path, JSON.stringify({ errorType, errorMessage, trace }));
}

function serialize(answer) {
  try {
    return JSON.stringify(answer) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

async function serve(handler) {
  for (;;) {
    const { headers, body } = await ask('GET', 'invocation/next');
    requestId = headers['lambda-runtime-aws-request-id'];
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
    const path = `invocation/${requestId}`;
    let answer;
    try {
      answer = serialize(await run(handler, JSON.parse(body), contextOf(headers)));
    } catch (error) {
      await fail(error, `${path}/error`);
      continue;
    }
    endOutput();
    await ask('POST', `${path}/response`, answer);
  }
}

writeAtOnce();
offerSdk();
keepToItself();
printConsole();
let initialized = false;
const giveUp = async (error) => {
  const path = initialized ? `invocation/${requestId}/error` : 'init/error';
  // Where the box is gone there is nobody left to tell.
  await fail(error, path).catch(() => {});
  process.exit(1);
};
process.on('uncaughtException', giveUp);
// Nothing is left that could settle the handler's promise: on Lambda that answers null.
process.on('beforeExit', () => conclude?.(null));
process.on('unhandledRejection', (reason) =>
  giveUp(new RuntimeError('UnhandledPromiseRejection', String(reason))),
);
const handler = await loadHandler().catch(giveUp);
initialized = true;
await serve(handler).catch(() => process.exit(0));
