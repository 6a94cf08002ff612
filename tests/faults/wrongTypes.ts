import type { Member, Shape, StructureShape } from '@tocsin/wire';
import type { Chance } from './chance.ts';

/**
 * An input of that shape with a value that the shape cannot have, somewhere inside: right for
 * JSON and CBOR alike. Without members the input itself is what it must not be.
 */
export function wronglyTyped(shape: StructureShape, chance: Chance): unknown {
  const member = chance.pick(shape.members);
  return member === undefined ? chance.pick(noStructures) : wrongMember(member, chance, 0);
}

function wrongMember({ name, shape }: Member, chance: Chance, depth: number) {
  return { [name]: wrongValue(shape, chance, depth) };
}

function wrongValue(shape: Shape, chance: Chance, depth: number): unknown {
  const goesDeeper = depth < depthMax && chance.random() < 0.7;
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return goesDeeper && shape.members.length > 0
        ? wrongMember(chance.pick(shape.members), chance, depth + 1)
        : chance.pick(noStructures);
    case 'list':
      return goesDeeper
        ? [wrongValue(shape.item.shape, chance, depth + 1)]
        : chance.pick(['a', 1, true, { a: 1 }]);
    case 'map':
      return goesDeeper
        ? { [chance.word()]: wrongValue(shape.value.shape, chance, depth + 1) }
        : chance.pick(noStructures);
    case 'string':
      return chance.pick([1, -1.5, true, [], ['a'], {}, { a: 'b' }, nested(1_000)]);
    case 'number':
      return chance.pick(['a', '1', '', true, [], {}, [1]]);
    case 'boolean':
      return chance.pick(['true', 0, 1, [], {}]);
    case 'timestamp':
      return chance.pick(['yesterday', '', true, [], {}]);
    case 'blob':
      return chance.pick([1, true, [], {}, [1, 2]]);
  }
}

const depthMax = 4;
const noStructures = ['a', 1, true, [], [{}], ['a']] as const;

/** Lists in lists. */
export function nested(depth: number): unknown {
  let value: unknown = [];
  for (let level = 1; level < depth; level += 1) value = [value];
  return value;
}
