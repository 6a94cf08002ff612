import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/**
 * Gives the lines of a pipe as they come. A longer one is cut, so that what has no end is held by
 * nobody.
 */
export function readLines(pipe: Readable, onLine: (line: string) => void) {
  const decoder = new StringDecoder('utf8');
  let held = '';
  let isCut = false;
  const take = (text: string) => {
    if (!isCut) held += text;
    if (held.length <= lineMaxLength) return;
    held = `${held.slice(0, lineMaxLength)} ${lineEnds}`;
    isCut = true;
  };
  const end = () => {
    onLine(held);
    held = '';
    isCut = false;
  };
  pipe.on('data', (chunk: Buffer) => {
    const [first, ...rest] = decoder.write(chunk).split('\n');
    take(first!);
    for (const text of rest) {
      end();
      take(text);
    }
  });
  pipe.on('close', () => held !== '' && end());
}

/** Below what a log event may hold (256 KB), whatever the characters. */
const lineMaxLength = 64 * 1024;
const lineEnds = `[this line was longer than ${lineMaxLength} characters]`;
