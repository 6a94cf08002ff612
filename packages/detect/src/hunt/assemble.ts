/**
 * Assembles WebAssembly from its text format, as much of it as is used here: functions of
 * parameters, locals and folded expressions, which import one memory. The text stays the source,
 * and nothing has to be built.
 *
 * @throws Error that names the word it does not know.
 * @see https://webassembly.github.io/spec/core/text/index.html
 */
export function assemble(source: string): Uint8Array<ArrayBuffer> {
  const forms = parse(source);
  const functions = forms.map((form) => readFunction(form, forms.map(nameOf)));
  const types = functions.map(({ params, results }) => [0x60, ...list(params), ...list(results)]);
  const memory = [...text('env'), ...text('memory'), 0x02, 0x00, 0x01];
  const exports = functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)]);
  const bodies = functions.map(({ locals, code }) => {
    const body = [...vector(locals.map((type) => [0x01, type])), ...code, 0x0b];
    return [...unsigned(body.length), ...body];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, types),
    ...section(2, [memory]),
    ...section(
      3,
      functions.map((_, index) => unsigned(index)),
    ),
    ...section(7, exports),
    ...section(10, bodies),
  ]);
}

/** A word, or what stands between parentheses. */
type Form = string | readonly Form[];

function parse(source: string): readonly Form[] {
  const open: Form[][] = [[]];
  for (const token of source.replaceAll(/;;.*/g, '').match(/[()]|[^\s()]+/g) ?? []) {
    if (token === '(') open.push([]);
    else if (token === ')') {
      const done = open.pop()!;
      open.at(-1)!.push(done);
    } else open.at(-1)!.push(token);
  }
  return open[0]!;
}

interface Func {
  readonly name: string;
  readonly params: readonly number[];
  readonly results: readonly number[];
  readonly locals: readonly number[];
  readonly code: readonly number[];
}

const nameOf = (form: Form) => form[1] as string;

/** `(func $name (param $a i32) … (result i32) (local $b i64) … expression …)` */
function readFunction(form: Form, functions: readonly string[]): Func {
  const [, , ...rest] = form as readonly Form[];
  const declared = (kind: string) => rest.filter((one) => one[0] === kind) as string[][];
  const params = declared('param');
  const locals = declared('local');
  const names = [...params, ...locals].map(([, local]) => local!);
  const isCode = ([head]: Form) => !['param', 'local', 'result'].includes(head as string);
  const typeOf = (type: string | undefined) => known(TYPES, type!);
  return {
    name: nameOf(form).slice(1),
    params: params.map(([, , type]) => typeOf(type)),
    results: declared('result').map(([, type]) => typeOf(type)),
    locals: locals.map(([, , type]) => typeOf(type)),
    code: rest.filter(isCode).flatMap((one) => expression(one, { functions, names, labels: [] })),
  };
}

interface Scope {
  readonly functions: readonly string[];
  /** Of parameters and locals, in the order of their numbers. */
  readonly names: readonly string[];
  /** The innermost first. */
  readonly labels: readonly string[];
}

function expression(form: Form, scope: Scope): readonly number[] {
  const [head, ...rest] = form as readonly [string, ...Form[]];
  const [first] = rest as readonly string[];
  const all = (forms: readonly Form[], within = scope) =>
    forms.flatMap((one) => expression(one, within));
  const inside = (label: string): Scope => ({ ...scope, labels: [label, ...scope.labels] });
  const number = (names: readonly string[], name: string | undefined) => {
    if (!names.includes(name!)) throw new Error(`There is no ${name}.`);
    return unsigned(names.indexOf(name!));
  };
  switch (head) {
    case 'block':
    case 'loop':
      return [head === 'block' ? 0x02 : 0x03, 0x40, ...all(rest.slice(1), inside(first!)), 0x0b];
    case 'if':
      return [...all([rest[0]!]), 0x04, 0x40, ...all(rest.slice(1), inside('')), 0x0b];
    case 'then':
      return all(rest);
    case 'else':
      return [0x05, ...all(rest)];
    case 'br':
    case 'br_if':
      return [...all(rest.slice(1)), head === 'br' ? 0x0c : 0x0d, ...number(scope.labels, first)];
    case 'call':
      return [...all(rest.slice(1)), 0x10, ...number(scope.functions, first)];
    case 'local.get':
    case 'local.set':
    case 'local.tee':
      return [...all(rest.slice(1)), known(OPCODES, head)[0]!, ...number(scope.names, first)];
    case 'i32.const':
    case 'i64.const':
      return [...known(OPCODES, head), ...signed(BigInt.asIntN(64, BigInt(first!)))];
  }
  const words = rest.filter((one) => typeof one === 'string');
  const code = known(OPCODES, head);
  const args = all(rest.slice(words.length));
  if (!/load|store/.test(head)) return [...args, ...code];
  return [...args, ...code, 0x00, ...unsigned(Number(words[0]?.replace('offset=', '') ?? 0))];
}

const TYPES: Readonly<Record<string, number>> = { i32: 0x7f, i64: 0x7e, v128: 0x7b };

const OPCODES: Readonly<Record<string, readonly number[]>> = {
  return: [0x0f],
  'local.get': [0x20],
  'local.set': [0x21],
  'local.tee': [0x22],
  'i32.load': [0x28],
  'i64.load': [0x29],
  'i32.load8_u': [0x2d],
  'i32.store': [0x36],
  'i64.store': [0x37],
  'i32.const': [0x41],
  'i64.const': [0x42],
  'i32.eq': [0x46],
  'i32.lt_s': [0x48],
  'i32.lt_u': [0x49],
  'i32.ge_u': [0x4f],
  'i64.eqz': [0x50],
  'i64.ne': [0x52],
  'i32.ctz': [0x68],
  'i32.add': [0x6a],
  'i32.sub': [0x6b],
  'i32.and': [0x71],
  'i32.or': [0x72],
  'i32.shl': [0x74],
  'i64.ctz': [0x7a],
  'i64.popcnt': [0x7b],
  'i64.add': [0x7c],
  'i64.sub': [0x7d],
  'i64.and': [0x83],
  'i64.or': [0x84],
  'i64.xor': [0x85],
  'i64.shl': [0x86],
  'i64.shr_u': [0x88],
  'i32.wrap_i64': [0xa7],
  'i64.extend_i32_u': [0xad],
  'v128.load': [0xfd, 0x00],
  'v128.store': [0xfd, 0x0b],
  'i8x16.swizzle': [0xfd, 0x0e],
  'i8x16.splat': [0xfd, 0x0f],
  'i8x16.eq': [0xfd, 0x23],
  'i8x16.ne': [0xfd, 0x24],
  'v128.and': [0xfd, 0x4e],
  'v128.or': [0xfd, 0x50],
  'v128.any_true': [0xfd, 0x53],
  'i8x16.bitmask': [0xfd, 0x64],
  'i8x16.shr_u': [0xfd, 0x6d],
};

function known<Value>(table: Readonly<Record<string, Value>>, word: string): Value {
  const value = table[word];
  if (value === undefined) throw new Error(`There is no ${word}.`);
  return value;
}

const list = (bytes: readonly number[]) => [...unsigned(bytes.length), ...bytes];
const text = (word: string) => list([...new TextEncoder().encode(word)]);
const vector = (items: readonly (readonly number[])[]) => [
  ...unsigned(items.length),
  ...items.flat(),
];

function section(id: number, items: readonly (readonly number[])[]): readonly number[] {
  return [id, ...list(vector(items))];
}

/** LEB128: seven bits a byte, the lowest first. */
function unsigned(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: bigint): readonly number[] {
  const low = Number(value & 0x7fn);
  const rest = value >> 7n;
  const ends = rest === ((low & 0x40) === 0 ? 0n : -1n);
  return ends ? [low] : [low | 0x80, ...signed(rest)];
}
