// What binds a command's flags to its work: known to every part of the tree, so that none has to know the whole.
import type { Context } from '../context.ts';

/** A command as it is written: flags as commander gives them, then the arguments. */
export type Work<Raw extends object> = (
  context: Context,
  raw: Raw,
  ...words: (string | undefined)[]
) => Promise<number>;

/** Makes an action of commander of it. */
export type Bind = <Raw extends object>(work: Work<Raw>) => (...args: unknown[]) => Promise<void>;
