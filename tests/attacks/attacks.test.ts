import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Attack, mount } from './attack.ts';

/** A folder is an attack: in its `attack.ts` stands what is called, and what has to come of it. */
const here = import.meta.dirname;
for (const file of globSync('*/attack.ts', { cwd: here }).sort()) {
  const { attack } = (await import(join(here, file))) as { attack: Attack };
  mount(dirname(file), attack);
}
