import { keepCompiledCode } from '../packages/cli/bin/compileCache.js';

/** After `npm ci`: compiles the program once, so that the first start is as quick as the others. */
keepCompiledCode();
const { startCloud } = await import('@tocsin/cloud');
await import('../packages/cli/src/main.ts');
await import('../packages/cli/src/commands/up.ts');
const cloud = await startCloud({ data: 'memory' });
await cloud.stop();
