import { libraries } from '../../kernel/libraries.ts';
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
    files = libraries.fflate.unzipSync(zip, { filter });
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error) throw error;
    throw invalidZip();
  }
  const names = Object.keys(files);
  if (names.length === 0) throw invalid('Uploaded file must be a non-empty zip');
  if (names.some((name) => foldersOf(name).some((folder) => Object.hasOwn(files, folder)))) {
    throw invalidZip();
  }
  return files;
}

function isPlainPath(path: string): boolean {
  const isOdd = path.startsWith('/') || path.includes('\\') || path.includes('\0');
  const parts = path.split('/');
  return !isOdd && parts.every((part) => part !== '..' && Buffer.byteLength(part) <= nameMaxBytes);
}

/** `a/b/c.js` lies in `a` and `a/b`, so these cannot be files. */
function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Of a file's name, in most file systems. */
const nameMaxBytes = 255;

/** Lambda quotas. */
export const zipMaxBytes = 50 * 1024 * 1024;
const unpackedMaxBytes = 262_144_000;
const filesMax = 50_000;
