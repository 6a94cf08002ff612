/**
 * Bytes as UTF-8, whatever Unicode they are in: Windows' shells write UTF-16. What is wrong within
 * UTF-8 is left to whoever reads the texts.
 */
export function createDecoder() {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let isFirst = true;
  return {
    take(bytes: Buffer): Buffer {
      if (isFirst && bytes.length > 1) {
        isFirst = false;
        const encoding = wideEncodingOf(bytes);
        if (encoding) decoder = new TextDecoder(encoding);
      }
      return decoder ? Buffer.from(decoder.decode(bytes, { stream: true })) : bytes;
    },
    end: (): Buffer => Buffer.from(decoder?.decode() ?? ''),
  };
}

/** By the mark at the beginning, or by what a bracket looks like. */
function wideEncodingOf([first, second]: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (second === 0 && first !== 0) return 'utf-16le';
  return first === 0 && second !== 0 ? 'utf-16be' : undefined;
}
