/**
 * Bytes as UTF-8, whatever Unicode they are in: Windows' shells write UTF-16. What is wrong within
 * UTF-8 is left to whoever reads the texts.
 */
export function createDecoder() {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let head: Buffer | undefined = Buffer.alloc(0);
  return {
    take(some: Buffer): Buffer {
      const bytes = head === undefined || head.length === 0 ? some : Buffer.concat([head, some]);
      if (head !== undefined) {
        head = bytes;
        if (bytes.length < 2) return Buffer.alloc(0);
        head = undefined;
        const encoding = wideEncodingOf(bytes);
        if (encoding) decoder = new TextDecoder(encoding);
      }
      return decoder ? Buffer.from(decoder.decode(bytes, { stream: true })) : bytes;
    },
    end: (): Buffer => head ?? Buffer.from(decoder?.decode() ?? ''),
  };
}

/** By the mark at the beginning, or by what a bracket looks like. */
function wideEncodingOf([first, second]: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (second === 0 && first !== 0) return 'utf-16le';
  return first === 0 && second !== 0 ? 'utf-16be' : undefined;
}
