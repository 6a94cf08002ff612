import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepCompiledCode } from '../packages/cli/bin/compileCache.js';
import { serve } from './child.ts';

/** The cloud as `tocsin up --data` runs it: state on the disk, real time. */
export interface CloudInfo {
  readonly port: number;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

keepCompiledCode();
const { startCloud } = await import('@tocsin/cloud');

const accountId = '123456789012';
const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const smtpUrl = process.argv[2];
const cloud = await startCloud({
  data: { folder },
  accountId,
  ...(smtpUrl ? { smtpUrl } : undefined),
});
const { accessKeyId, secretAccessKey } = cloud.administrator;
serve({ port: cloud.port, accessKeyId, secretAccessKey } satisfies CloudInfo);
