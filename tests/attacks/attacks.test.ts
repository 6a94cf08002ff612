import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Attack, mount } from './attack.ts';

/** A folder is an attack: in its `attack.ts` stands what is called, and what has to come of it. */
const here = import.meta.dirname;
const only = process.env.ATTACK;
for (const { name, parentPath } of readdirSync(here, { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
)) {
  if (only !== undefined && !name.startsWith(only)) continue;
  const module = (await import(join(parentPath, name, 'attack.ts'))) as { attack: Attack };
  mount(name, module.attack);
}
