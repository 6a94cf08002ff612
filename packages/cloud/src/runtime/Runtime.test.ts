import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Outcome, Runtime, RuntimeUnavailable } from './index.ts';

const room = new Runtime();
const secretFolder = mkdtempSync(join(tmpdir(), 'tocsin-data-'));
const keyFile = join(secretFolder, 'key');
writeFileSync(keyFile, 'the key', { mode: 0o644 });
after(() => {
  room.close();
  rmSync(secretFolder, { recursive: true });
});

interface Case {
  readonly runtime?: string;
  readonly file?: string;
  readonly code: string;
  readonly handler?: string;
  readonly event?: unknown;
  readonly timeoutMs?: number;
  readonly memoryMb?: number;
}

async function invoke({ runtime = 'nodejs24.x', code, ...of }: Case) {
  const file = of.file ?? (runtime.startsWith('python') ? 'index.py' : 'index.mjs');
  const lines: string[] = [];
  const worker = await room.start({
    runtime,
    code: { key: code, files: () => ({ [file]: Buffer.from(code) }) },
    handler: of.handler ?? 'index.handler',
    memoryMb: of.memoryMb ?? 128,
    environment: { OWN: 'mine', AWS_LAMBDA_FUNCTION_NAME: 'f' },
    onOutput: (line) => lines.push(line),
  });
  const { outcome, usage } = await worker.invoke({
    requestId: 'a-request',
    event: JSON.stringify(of.event ?? {}),
    timeoutMs: of.timeoutMs ?? 5_000,
    functionArn: 'arn:of:f',
  });
  worker.stop();
  return { outcome, usage, lines };
}

const payloadOf = (outcome: Outcome) => ('payload' in outcome ? JSON.parse(outcome.payload) : {});

test('does: runs Node handlers of every form', async () => {
  const cases: [string, Case, unknown][] = [
    ['async', { code: 'export const handler = async (e) => e.a + 1', event: { a: 1 } }, 2],
    ['plain', { code: 'export const handler = () => undefined' }, null],
    [
      'callback, CommonJS',
      { file: 'index.js', code: 'exports.handler = (e, c, done) => done(null, [c.awsRequestId])' },
      ['a-request'],
    ],
    [
      'in a folder, with the SDK by require',
      {
        file: 'src/app.cjs',
        handler: 'src/app.run',
        code: "exports.run = () => require('@aws-sdk/client-sts').STSClient.name",
      },
      'STSClient',
    ],
    [
      'the SDK by import, the context, an environment made from nothing',
      {
        code: `import { STSClient } from '@aws-sdk/client-sts';
          export const handler = (e, c) => [STSClient.name, c.functionName, c.invokedFunctionArn,
            c.getRemainingTimeInMillis() > 1000, process.env.OWN, process.env.USER ?? null]`,
      },
      ['STSClient', 'f', 'arn:of:f', true, 'mine', null],
    ],
  ];
  for (const [name, of, expected] of cases) {
    assert.deepEqual(payloadOf((await invoke(of)).outcome), expected, name);
  }
});

test('does: keeps its process, and gives what it printed before its answer', async () => {
  const lines: string[] = [];
  const worker = await room.start({
    runtime: 'nodejs24.x',
    code: {
      key: 'count',
      files: () => ({
        'index.mjs': Buffer.from(
          "let n = 0; export const handler = () => { console.log('two\\nlines', n); process.stderr.write('raw\\n'); return ++n }",
        ),
      }),
    },
    handler: 'index.handler',
    memoryMb: 128,
    environment: {},
    onOutput: (line) => lines.push(line),
  });
  const once = (requestId: string) =>
    worker.invoke({ requestId, event: '{}', timeoutMs: 5_000, functionArn: '' });
  assert.deepEqual(payloadOf((await once('r1')).outcome), 1);
  const { outcome, usage } = await once('r2');
  assert.deepEqual([payloadOf(outcome), usage.initMs], [2, undefined]);
  assert.equal(lines.length, 4);
  assert.match(lines.filter((line) => line !== 'raw')[1]!, /Z\tr2\tINFO\ttwo\nlines 1$/);
  worker.stop();
});

test('refuses: code that throws, ends, hangs, floods or eats memory', async () => {
  const cases: [string, Case, Record<string, unknown>][] = [
    [
      'throws',
      { code: "export const handler = () => { throw new TypeError('no') }" },
      { errorType: 'TypeError', errorMessage: 'no' },
    ],
    [
      'no module',
      { code: '', handler: 'other.handler' },
      { errorType: 'Runtime.ImportModuleError', errorMessage: "Error: Cannot find module 'other'" },
    ],
    [
      'no handler',
      { code: '', handler: 'index.main' },
      {
        errorType: 'Runtime.HandlerNotFound',
        errorMessage: 'index.main is undefined or not exported',
      },
    ],
    ['syntax', { code: 'export const = 1' }, { errorType: 'Runtime.UserCodeSyntaxError' }],
    [
      'waits for nothing',
      { code: 'export const handler = () => new Promise(() => {})' },
      { kind: 'answer', payload: 'null' },
    ],
    ['exits', { code: 'export const handler = () => process.exit(3)' }, { kind: 'exit', code: 3 }],
    [
      'hangs',
      { code: 'export const handler = () => { for (;;); }', timeoutMs: 200 },
      { kind: 'timeout' },
    ],
    [
      'waits',
      {
        code: 'export const handler = () => new Promise((done) => setTimeout(done, 1e6))',
        timeoutMs: 200,
      },
      { kind: 'timeout' },
    ],
    [
      'eats its heap',
      {
        code: 'const a = []; export const handler = () => { for (;;) a.push(new Array(1e5).fill(1.5)); }',
      },
      { kind: 'memory' },
    ],
    [
      'eats memory',
      {
        code: 'const a = []; export const handler = async () => { for (;;) { a.push(Buffer.alloc(1e7, 1)); await null; await new Promise(setImmediate); } }',
      },
      { kind: 'memory' },
    ],
    [
      'answers what is no JSON',
      { code: 'export const handler = () => 1n' },
      { errorType: 'Error', errorMessage: 'Unable to stringify response body' },
    ],
    [
      'answers too much',
      { code: "export const handler = () => 'x'.repeat(7e6)" },
      { errorType: 'Function.ResponseSizeTooLarge' },
    ],
  ];
  for (const [name, of, expected] of cases) {
    const { outcome } = await invoke(of);
    const found = { ...outcome, ...payloadOf(outcome) };
    for (const [key, value] of Object.entries(expected)) assert.equal(found[key], value, name);
  }
});

test('refuses: to keep a flood of output', async () => {
  const code =
    "export const handler = () => { for (let i = 0; i < 2e3; i++) console.log('x'.repeat(1e5)) }";
  const { outcome, lines, usage } = await invoke({ code });
  assert.equal(outcome.kind, 'answer');
  assert.ok(usage.memoryUsedMb < 128, 'it is not held in memory');
  assert.match(lines[0]!, /this line was longer than 65536 characters\]$/);
  assert.match(lines.at(-1)!, /^\[This invocation printed more than 1048576 bytes/);
  assert.equal(lines.length, 16);
});

const forbidden = [
  keyFile,
  secretFolder,
  `/proc/${process.pid}/environ`,
  `/proc/${process.pid}/mem`,
  '/etc/passwd',
];

test("refuses: to read what is not the code's own, in Node", async () => {
  const code = `import fs from 'node:fs'; import { spawnSync } from 'node:child_process';
    const attempt = (f) => { try { f(); return 'done'; } catch (e) { return e.code ?? e.message; } };
    export const handler = (paths) => [
      ...paths.map((p) => attempt(() => fs.readFileSync(p))),
      ...paths.map((p) => attempt(() => fs.readdirSync(p))),
      attempt(() => fs.symlinkSync(paths[0], process.env.TMPDIR + '/link')),
      attempt(() => fs.writeFileSync(process.env.LAMBDA_TASK_ROOT + '/x', '')),
      attempt(() => spawnSync('true')),
      attempt(() => process.kill(process.ppid, 0)),
      attempt(() => process._debugProcess(process.ppid)),
      attempt(() => process.binding('fs')),
      process.getBuiltinModule('node:sqlite') ?? 'none',
      attempt(() => fs.writeFileSync(process.env.TMPDIR + '/x', '')),
    ]`;
  const found = payloadOf((await invoke({ code, event: forbidden })).outcome);
  assert.equal(found.pop(), 'done');
  for (const [index, answer] of found.entries()) {
    assert.match(answer, /^(?:ERR_ACCESS_DENIED|EPERM|none)$/, String(index));
  }
});

test("refuses: to read what is not the code's own, in Python; does: runs its handlers", async (t) => {
  const runtime = 'python3.11';
  const code = `
import ctypes, decimal, os, subprocess, threading
def attempt(f):
    try:
        f()
        return 'done'
    except Exception as e:
        return type(e).__name__
def fork_behind():
    if ctypes.CDLL(None).fork() < 0:
        raise PermissionError
def handler(paths, context):
    print('hello')
    return [context.aws_request_id, context.get_remaining_time_in_millis() > 1000, os.environ.get('USER'),
      *[attempt(lambda: open(p, 'rb').read()) for p in paths],
      attempt(lambda: os.listdir(paths[1])),
      attempt(lambda: os.kill(os.getppid(), 0)),
      attempt(lambda: subprocess.run(['true'])),
      attempt(lambda: os.fork()),
      attempt(fork_behind),
      attempt(lambda: open(os.environ['LAMBDA_TASK_ROOT'] + '/x', 'w')),
      attempt(lambda: open(os.environ['TMPDIR'] + '/x', 'w').write('x'))]
def boom(event, context):
    raise ValueError('no')
def threads(event, context):
    thread = threading.Thread(target=print, args=('from a thread',))
    thread.start()
    thread.join()
    return decimal.Decimal('1.5')
def odd(event, context):
    return {1}
def spin(event, context):
    while True: pass
`;
  try {
    const { outcome, lines } = await invoke({ runtime, code, event: forbidden });
    const [id, remains, user, ...rest] = payloadOf(outcome);
    assert.deepEqual([id, remains, user, rest.pop()], ['a-request', true, null, 'done']);
    for (const [index, answer] of rest.entries()) {
      assert.match(answer, /^(?:PermissionError|ProcessLookupError)$/, String(index));
    }
    assert.deepEqual(lines, ['hello']);
  } catch (error) {
    if (error instanceof RuntimeUnavailable) return t.skip('needs python3');
    throw error;
  }
  const boom = await invoke({ runtime, code, handler: 'index.boom' });
  assert.equal(payloadOf(boom.outcome).errorType, 'ValueError');
  assert.match(boom.lines[0]!, /^\[ERROR\] ValueError: no\nTraceback/);
  const threads = await invoke({ runtime, code, handler: 'index.threads' });
  assert.deepEqual([payloadOf(threads.outcome), threads.lines], [1.5, ['from a thread']]);
  const odd = payloadOf((await invoke({ runtime, code, handler: 'index.odd' })).outcome);
  assert.equal(odd.errorType, 'Runtime.MarshalError');
  assert.match(odd.errorMessage, /^Unable to marshal response: Object of type set is not JSON/);
  const spin = await invoke({ runtime, code, handler: 'index.spin', timeoutMs: 200 });
  assert.equal(spin.outcome.kind, 'timeout');
  const missing = await invoke({ runtime, code, handler: 'other.x' });
  assert.equal(payloadOf(missing.outcome).errorType, 'Runtime.ImportModuleError');
});
