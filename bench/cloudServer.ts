import { mkdtempSync, rmSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from './child.ts';

/** The cloud as `tocsin up --data` runs it: state on the disk, real time. */
export interface CloudInfo {
  readonly port: number;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

// As the command line does: what was compiled once is not compiled again.
module.enableCompileCache(new URL('../node_modules/.cache/tocsin', import.meta.url).pathname);
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
