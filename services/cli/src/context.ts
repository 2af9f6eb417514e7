import { connectPerson } from './connect/person-connection.ts';
import type { PersonConnection } from './connect/person-connection.ts';
import type { Globals } from './globals.ts';
import { show } from './render/output.ts';
import type { Shown } from './render/output.ts';
import type { Io } from './terminal/io.ts';
import { symbolsFor } from './terminal/symbols.ts';
import type { Symbols } from './terminal/symbols.ts';

/** What a command works with. */
export interface Context {
  readonly io: Io;
  readonly globals: Globals;
  readonly symbols: Symbols;
  connect(): Promise<PersonConnection>;
  /** The result, in the chosen format. */
  show(shown: Shown): void;
  /** A message beside the result: to standard error, and omitted with `--quiet`. */
  note(text: string): void;
}

export function createContext(io: Io, globals: Globals): Context {
  return {
    io,
    globals,
    symbols: symbolsFor(io.env),
    connect: () => connectPerson(io, globals),
    show: (shown) => show(io.out, globals.output, shown),
    note: (text) => {
      if (!globals.quiet) void io.err.write(`${text}\n`);
    },
  };
}
