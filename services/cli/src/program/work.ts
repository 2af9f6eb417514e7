// Binds a command's flags to its work. Every part of the tree knows this, so that none has to know the whole.
import type { Context } from '../context.ts';

/** A command as it is written: flags as commander gives them, then the arguments. */
export type Work<Raw extends object> = (
  context: Context,
  raw: Raw,
  ...words: (string | undefined)[]
) => Promise<number>;

/** Makes a commander action of it. */
export type Bind = <Raw extends object>(work: Work<Raw>) => (...args: unknown[]) => Promise<void>;
