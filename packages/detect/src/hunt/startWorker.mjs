import module from 'node:module';
import { workerData } from 'node:worker_threads';

/**
 * Where a thread begins. What was compiled for the main thread is there for this one only if it is
 * told so; without, each thread would load the compiler.
 */
if (workerData.compileCache !== undefined) module.enableCompileCache(workerData.compileCache);
await import('./huntWorker.ts');
