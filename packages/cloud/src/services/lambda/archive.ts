import { unzipSync } from 'fflate';
import { invalid, invalidZip } from './problems.ts';

/**
 * The files of a deployment package by their paths. What is no zip, leads out of its folder or
 * unpacks to more than a function may have is refused.
 * @throws InvalidParameterValueException
 */
export function unpack(zip: Uint8Array): Record<string, Uint8Array> {
  let sizeBytes = 0;
  let count = 0;
  const filter = ({ name, originalSize }: { name: string; originalSize: number }) => {
    sizeBytes += originalSize;
    count += 1;
    if (sizeBytes > unpackedMaxBytes || count > filesMax) {
      throw invalid(`Unzipped size must be smaller than ${unpackedMaxBytes} bytes`);
    }
    if (!isPlainPath(name)) throw invalidZip();
    return !name.endsWith('/');
  };
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(zip, { filter });
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error) throw error;
    throw invalidZip();
  }
  if (Object.keys(files).length === 0) throw invalid('Uploaded file must be a non-empty zip');
  return files;
}

function isPlainPath(path: string): boolean {
  const isOdd = path.startsWith('/') || path.includes('\\') || path.includes('\0');
  return !isOdd && !path.split('/').includes('..');
}

/** Lambda quotas. */
export const zipMaxBytes = 50 * 1024 * 1024;
const unpackedMaxBytes = 262_144_000;
const filesMax = 50_000;
