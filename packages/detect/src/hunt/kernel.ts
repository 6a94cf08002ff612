import { assemble } from './assemble.ts';

/**
 * The two loops over all bytes, 16 at a time with the vector instructions of WebAssembly: a byte at
 * a time they would take longer than inflating the bytes does, which came before.
 */
export interface Kernel {
  readonly memory: Memory;
  /**
   * Finds the places in `[from, to)` where three bytes look like one of the fingerprints of the
   * table at `fingerprintsAt`. Writes `place << 8 | buckets` for each to `out`, and gives the end
   * of what was written. Reads up to 18 bytes behind `to`.
   */
  find(from: number, to: number, out: number): number;
  /**
   * Goes on with the structure of JSON in `[from, to)`, and writes where a value of the depth
   * `depth` begins (`place << 1`) or ends (`place << 1 | 1`), its brackets included. Where it comes
   * to a depth below `floor`, it stops there, and the state says where. Reads up to 63 bytes behind
   * `to`. Gives the end of what was written.
   */
  spans(from: number, to: number, depth: number, floor: number, out: number): number;
}

/** Places in the memory. What is scanned, and what is found, lies behind. */
export const kernelMemory = {
  /** Six tables of 16 bytes. A byte with bit `b` set may be of bucket `b`. */
  fingerprintsAt: 0,
  /** Depth of brackets (i32), escaped (i32), within a string (i64: 0 or -1), stopped at (i32). */
  stateAt: 128,
  freeAt: 1024,
} as const;

interface Memory {
  readonly buffer: ArrayBuffer;
}

/** As much of WebAssembly's API as is used: TypeScript has its types among the browser's alone. */
interface Api {
  readonly Memory: new (size: { readonly initial: number }) => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: Memory } },
  ) => { readonly exports: unknown };
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Api };

/** Makes a kernel with `pages` of 64 KiB. */
export function createKernel(pages: number): Kernel {
  const memory = new WebAssembly.Memory({ initial: pages });
  const module = new WebAssembly.Module(assemble(SOURCE));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { ...(exports as Omit<Kernel, 'memory'>), memory };
}

/** An expression for 64 bits: which of the 64 bytes at `$at`, with `fold` set, are this one. */
function maskOf(byte: number, fold?: number): string {
  const bits = (offset: number) => {
    const bytes = `(v128.load offset=${offset} (local.get $at))`;
    const folded = fold === undefined ? bytes : `(v128.or ${bytes} ${splat(fold)})`;
    return `(i64.extend_i32_u (i8x16.bitmask (i8x16.eq ${splat(byte)} ${folded})))`;
  };
  const at = (offset: number) => `(i64.shl ${bits(offset)} (i64.const ${offset}))`;
  return `(i64.or (i64.or ${bits(0)} ${at(16)}) (i64.or ${at(32)} ${at(48)}))`;
}

const splat = (byte: number) => `(i8x16.splat (i32.const ${byte}))`;

/**
 * `find`: for each of three successive bytes, one table is looked up with its low half and one with
 * its high half; a place where all six agree on a bucket is told. Case is folded by setting bit 5,
 * which also mixes up a few other characters: who gets the places compares the bytes.
 *
 * `spans`: of 64 bytes each kind of character becomes a mask of 64 bits. Quotes that no backslash
 * escapes begin and end strings: the xor of all bits below is 1 within a string. Brackets outside
 * of strings change the depth; only where it may come to `depth` are they looked at one by one.
 */
const SOURCE = `
(func $find (param $at i32) (param $to i32) (param $out i32) (result i32)
  (local $found v128) (local $bits i32) (local $place i32)
  (local $low0 v128) (local $high0 v128) (local $low1 v128)
  (local $high1 v128) (local $low2 v128) (local $high2 v128)
  (local $bytes v128) (local $half v128) (local $case v128) (local $zero v128)
  (local.set $low0 (v128.load offset=0 (i32.const 0)))
  (local.set $high0 (v128.load offset=16 (i32.const 0)))
  (local.set $low1 (v128.load offset=32 (i32.const 0)))
  (local.set $high1 (v128.load offset=48 (i32.const 0)))
  (local.set $low2 (v128.load offset=64 (i32.const 0)))
  (local.set $high2 (v128.load offset=80 (i32.const 0)))
  (local.set $half (i8x16.splat (i32.const 15)))
  (local.set $case (i8x16.splat (i32.const 32)))
  (block $end (loop $next
    (br_if $end (i32.ge_u (local.get $at) (local.get $to)))
    (local.set $bytes (v128.or (v128.load offset=0 (local.get $at)) (local.get $case)))
    (local.set $found (v128.and
      (i8x16.swizzle (local.get $low0) (v128.and (local.get $bytes) (local.get $half)))
      (i8x16.swizzle (local.get $high0) (i8x16.shr_u (local.get $bytes) (i32.const 4)))))
    (local.set $bytes (v128.or (v128.load offset=1 (local.get $at)) (local.get $case)))
    (local.set $found (v128.and (local.get $found) (v128.and
      (i8x16.swizzle (local.get $low1) (v128.and (local.get $bytes) (local.get $half)))
      (i8x16.swizzle (local.get $high1) (i8x16.shr_u (local.get $bytes) (i32.const 4))))))
    (local.set $bytes (v128.or (v128.load offset=2 (local.get $at)) (local.get $case)))
    (local.set $found (v128.and (local.get $found) (v128.and
      (i8x16.swizzle (local.get $low2) (v128.and (local.get $bytes) (local.get $half)))
      (i8x16.swizzle (local.get $high2) (i8x16.shr_u (local.get $bytes) (i32.const 4))))))
    (if (v128.any_true (local.get $found)) (then
      (v128.store offset=96 (i32.const 0) (local.get $found))
      (local.set $bits (i8x16.bitmask (i8x16.ne (local.get $found) (local.get $zero))))
      (loop $more
        (local.set $place (i32.ctz (local.get $bits)))
        (if (i32.lt_u (i32.add (local.get $at) (local.get $place)) (local.get $to)) (then
          (i32.store (local.get $out) (i32.or
            (i32.shl (i32.add (local.get $at) (local.get $place)) (i32.const 8))
            (i32.load8_u offset=96 (local.get $place))))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))))
        (br_if $more (local.tee $bits
          (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))))))
    (local.set $at (i32.add (local.get $at) (i32.const 16)))
    (br $next)))
  (local.get $out))

(func $spans (param $at i32) (param $to i32) (param $wanted i32) (param $floor i32)
  (param $out i32) (result i32)
  (local $depth i32) (local $escaped i64) (local $within i64) (local $valid i64) (local $last i64)
  (local $quotes i64) (local $slashes i64) (local $opens i64) (local $closes i64)
  (local $string i64) (local $bits i64) (local $low i64) (local $place i32)
  (local.set $depth (i32.load offset=128 (i32.const 0)))
  (local.set $escaped (i64.extend_i32_u (i32.load offset=132 (i32.const 0))))
  (local.set $within (i64.load offset=136 (i32.const 0)))
  (i32.store offset=144 (i32.const 0) (i32.const 0))
  (block $end (loop $next
    (br_if $end (i32.ge_u (local.get $at) (local.get $to)))
    (local.set $valid (i64.const -1))
    (local.set $last (i64.const 0x8000000000000000))
    (if (i32.lt_u (i32.sub (local.get $to) (local.get $at)) (i32.const 64)) (then
      (local.set $last (i64.shl (i64.const 1) (i64.extend_i32_u
        (i32.sub (i32.sub (local.get $to) (local.get $at)) (i32.const 1)))))
      (local.set $valid (i64.or (local.get $last)
        (i64.sub (local.get $last) (i64.const 1))))))
    (local.set $quotes (i64.and (local.get $valid)
      ${maskOf(0x22)}))
    (local.set $slashes (i64.and (local.get $valid)
      ${maskOf(0x5c)}))
    ;; Escaped characters: those behind a backslash that is not escaped itself.
    (if (i64.ne (i64.or (local.get $slashes) (local.get $escaped)) (i64.const 0)) (then
      (local.set $bits (i64.and (local.get $slashes)
        (i64.xor (local.get $escaped) (i64.const -1))))
      (local.set $string (local.get $escaped))
      (local.set $escaped (i64.const 0))
      (block $done (loop $more
        (br_if $done (i64.eqz (local.get $bits)))
        (local.set $low (i64.and (local.get $bits)
          (i64.sub (i64.const 0) (local.get $bits))))
        (if (i64.eqz (i64.xor (local.get $low) (local.get $last))) (then
          (local.set $escaped (i64.const 1))))
        (local.set $string (i64.or (local.get $string)
          (i64.shl (local.get $low) (i64.const 1))))
        (local.set $bits (i64.and (local.get $bits) (i64.xor (i64.const -1)
          (i64.or (local.get $low) (i64.shl (local.get $low) (i64.const 1))))))
        (br $more)))
      (local.set $quotes (i64.and (local.get $quotes)
        (i64.xor (local.get $string) (i64.const -1))))))
    (local.set $string (local.get $quotes))
    (local.set $string (i64.xor (local.get $string) (i64.shl (local.get $string) (i64.const 1))))
    (local.set $string (i64.xor (local.get $string) (i64.shl (local.get $string) (i64.const 2))))
    (local.set $string (i64.xor (local.get $string) (i64.shl (local.get $string) (i64.const 4))))
    (local.set $string (i64.xor (local.get $string) (i64.shl (local.get $string) (i64.const 8))))
    (local.set $string (i64.xor (local.get $string) (i64.shl (local.get $string) (i64.const 16))))
    (local.set $string (i64.xor (local.get $string) (i64.shl (local.get $string) (i64.const 32))))
    (local.set $string (i64.xor (local.get $string) (local.get $within)))
    (local.set $within (i64.sub (i64.const 0) (i64.shr_u (local.get $string) (i64.const 63))))
    (local.set $string (i64.and (local.get $valid) (i64.xor (local.get $string) (i64.const -1))))
    (local.set $opens (i64.and (local.get $string)
      ${maskOf(0x7b, 0x20)}))
    (local.set $closes (i64.and (local.get $string)
      ${maskOf(0x7d, 0x20)}))
    (if (i32.lt_s (i32.sub (local.get $depth)
        (i32.wrap_i64 (i64.popcnt (local.get $closes)))) (local.get $wanted))
      (then
        (local.set $bits (i64.or (local.get $opens) (local.get $closes)))
        (block $done (loop $more
          (br_if $done (i64.eqz (local.get $bits)))
          (local.set $low (i64.and (local.get $bits)
            (i64.sub (i64.const 0) (local.get $bits))))
          (local.set $place (i32.add (local.get $at)
            (i32.wrap_i64 (i64.ctz (local.get $bits)))))
          (local.set $bits (i64.xor (local.get $bits) (local.get $low)))
          (if (i64.eqz (i64.and (local.get $low) (local.get $opens)))
            (then
              (if (i32.eq (local.get $depth) (local.get $wanted)) (then
                (i32.store (local.get $out)
                  (i32.or (i32.const 1) (i32.shl (local.get $place) (i32.const 1))))
                (local.set $out (i32.add (local.get $out) (i32.const 4)))))
              (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))
              (if (i32.lt_s (local.get $depth) (local.get $floor)) (then
                (local.set $within (i64.const 0))
                (local.set $escaped (i64.const 0))
                (i32.store offset=144 (i32.const 0)
                  (i32.add (local.get $place) (i32.const 1)))
                (br $end))))
            (else
              (local.set $depth (i32.add (local.get $depth) (i32.const 1)))
              (if (i32.eq (local.get $depth) (local.get $wanted)) (then
                (i32.store (local.get $out) (i32.shl (local.get $place) (i32.const 1)))
                (local.set $out (i32.add (local.get $out) (i32.const 4)))))))
          (br $more))))
      (else
        (local.set $depth (i32.add (local.get $depth) (i32.wrap_i64 (i64.sub
          (i64.popcnt (local.get $opens)) (i64.popcnt (local.get $closes))))))))
    (local.set $at (i32.add (local.get $at) (i32.const 64)))
    (br $next)))
  (i32.store offset=128 (i32.const 0) (local.get $depth))
  (i32.store offset=132 (i32.const 0) (i32.wrap_i64 (local.get $escaped)))
  (i64.store offset=136 (i32.const 0) (local.get $within))
  (local.get $out))`;
