import { connectPerson } from './connect/person-connection.ts';
import type { PersonConnection } from './connect/person-connection.ts';
import type { Target } from './connect/target.ts';
import type { Globals } from './globals.ts';
import { askedText } from './asked.ts';
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

/** @param tell is told whom the command speaks to, once it is connected */
export function createContext(io: Io, globals: Globals, tell: (target: Target) => void = () => {}): Context {
  let asked: Target | undefined;
  const note = (text: string): void => {
    if (!globals.quiet) void io.err.write(`${text}\n`);
  };
  return {
    io,
    globals,
    symbols: symbolsFor(io.env),
    connect: async () => {
      const connection = await connectPerson(io, globals);
      asked = connection.target;
      tell(asked);
      return connection;
    },
    show: (shown) => {
      show(io.out, globals.output, shown);
      // An empty answer is often the right answer of the wrong place.
      if (globals.output === 'table' && shown.items?.length === 0 && asked !== undefined)
        note(`asked: ${askedText(asked)}`);
    },
    note,
  };
}
