import { posix } from 'node:path';
import type { SourceFile } from './sourceFile.ts';

interface Import {
  readonly line: number;
  readonly specifier: string;
}

/** Static, re-exporting and dynamic imports, types included: a type is a dependency as well. */
export function* importsOf(file: SourceFile): Iterable<Import> {
  const pattern = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/;
  for (const [index, text] of file.uncommented.entries()) {
    const specifier = pattern.exec(text)?.[1];
    if (specifier !== undefined) yield { line: index + 1, specifier };
  }
}

/**
 * Who may import whom. A room is a folder; the longest match counts. `may` names rooms, `npm` for
 * packages, `node` for what is built in. A room may always import itself.
 */
interface Room {
  readonly folder: string;
  readonly may: readonly string[];
  readonly sentence: string;
}

const services = 'packages/cloud/src/services/';

const rooms: readonly Room[] = [
  {
    folder: 'packages/engine/',
    may: [],
    sentence: 'engine imports nothing, not even node: – it is rules as pure functions.',
  },
  {
    folder: 'packages/wire/',
    may: ['npm', 'node'],
    sentence: "wire knows protocols and the SDK's schemas, nothing of the project.",
  },
  {
    folder: 'packages/cloud/src/kernel/',
    may: ['packages/engine/', 'packages/wire/', 'npm', 'node'],
    sentence: 'kernel imports nothing of cloud: everything stands on it.',
  },
  {
    folder: 'packages/cloud/src/trail/',
    may: ['packages/cloud/src/kernel/', 'packages/engine/', 'packages/wire/', 'npm', 'node'],
    sentence: 'trail imports kernel, engine and wire: a record is made of shapes.',
  },
  {
    folder: 'packages/cloud/src/gateway/',
    may: [
      'packages/cloud/src/kernel/',
      'packages/cloud/src/trail/',
      'packages/engine/',
      'packages/wire/',
      'npm',
      'node',
    ],
    sentence: 'gateway imports kernel, trail, engine and wire: it knows no service.',
  },
  {
    folder: 'packages/cloud/src/runtime/',
    may: ['packages/cloud/src/kernel/', 'npm', 'node'],
    sentence: "runtime imports kernel alone: it runs other people's code and knows no service.",
  },
  {
    folder: services,
    may: [
      'packages/cloud/src/kernel/',
      'packages/cloud/src/runtime/',
      'packages/engine/',
      'npm',
      'node',
    ],
    sentence: 'services import kernel, runtime and engine: no wire words, no gateway.',
  },
  {
    folder: 'packages/cloud/',
    may: ['packages/engine/', 'packages/wire/', 'npm', 'node'],
    sentence: 'cloud imports engine and wire.',
  },
  {
    folder: 'packages/detect/',
    may: ['packages/engine/', 'npm', 'node'],
    sentence: 'detect imports engine: rules as files and logs as streams, no cloud.',
  },
  {
    folder: 'packages/stack/',
    may: ['packages/engine/', 'npm', 'node'],
    sentence: 'stack imports aws-cdk-lib and engine.',
  },
  {
    folder: 'packages/cli/src/commands/up.ts',
    may: [
      'packages/cloud/',
      'packages/cli/',
      'packages/detect/',
      'packages/engine/',
      'packages/stack/',
      'npm',
      'node',
    ],
    sentence: 'tocsin up imports cloud, detect, engine and stack.',
  },
  {
    folder: 'packages/cli/',
    may: [
      'packages/cli/src/commands/up.ts',
      'packages/detect/',
      'packages/engine/',
      'packages/stack/',
      'npm',
      'node',
    ],
    sentence: 'cli imports SDK clients, detect, engine and stack; tocsin up alone imports cloud.',
  },
  {
    folder: 'packages/console/',
    may: ['packages/engine/', 'npm'],
    sentence: 'console imports SDK clients and engine: it runs in a browser.',
  },
];

/** The sentence of the rule an import breaks, or undefined where it is welcome. */
export function whyForbidden(path: string, specifier: string): string | undefined {
  const room = roomOf(path);
  if (room === undefined) return undefined;
  const target = targetOf(path, specifier);
  const [own, other] = [serviceOf(path), serviceOf(target)];
  if (own !== undefined && other !== undefined && own !== other) {
    return 'A service never imports another service: context.call is the door.';
  }
  // The composition root and the list of services wire what is below them.
  const isRoot = room.folder === 'packages/cloud/' && target.startsWith('packages/cloud/');
  const isOwn = roomOf(target) === room || room.may.some((may) => target.startsWith(may));
  return isRoot || isOwn ? undefined : room.sentence;
}

const roomOf = (path: string): Room | undefined =>
  rooms
    .filter(({ folder }) => path.startsWith(folder))
    .reduce<Room | undefined>(
      (longest, room) => (room.folder.length > (longest?.folder.length ?? 0) ? room : longest),
      undefined,
    );

/** The file a specifier leads to, a workspace's folder, `node` or `npm`. */
function targetOf(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  if (specifier.startsWith('node:')) return 'node';
  const workspace = /^@tocsin\/([\w-]+)/.exec(specifier)?.[1];
  return workspace === undefined ? 'npm' : `packages/${workspace}/`;
}

/** The service a file belongs to; files directly in services/ belong to none. */
const serviceOf = (path: string): string | undefined =>
  path.startsWith(services) ? /^(\w+)\//.exec(path.slice(services.length))?.[1] : undefined;
