import type { Command } from '../command.ts';
import { clock } from './clock.ts';
import { contain } from './contain.ts';
import { demo } from './demo.ts';
import { down } from './down.ts';
import { env } from './env.ts';
import { findings } from './findings.ts';
import { hunt } from './hunt.ts';
import { incidents } from './incidents.ts';
import { mail } from './mail.ts';
import { reset } from './reset.ts';
import { restore } from './restore.ts';
import { rules } from './rules.ts';
import { status } from './status.ts';
import { up } from './up.ts';

/** Every command, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = {
  demo,
  up,
  env,
  status,
  mail,
  rules,
  hunt,
  findings,
  contain,
  restore,
  incidents,
  clock,
  reset,
  down,
};
