import type { Command } from '../command.ts';
import { clock } from './clock.ts';
import { demo } from './demo.ts';
import { down } from './down.ts';
import { env } from './env.ts';
import { mail } from './mail.ts';
import { reset } from './reset.ts';
import { status } from './status.ts';
import { up } from './up.ts';

/** Every command, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = {
  demo,
  up,
  env,
  status,
  mail,
  clock,
  reset,
  down,
};
