// What a command may touch of the outside: two sinks for text, questions, interrupts, the environment. `main.ts` alone
// makes it from the process; a test makes it from strings.

import type { Paint } from './style.ts';

export interface Sink {
  /** Resolves when its reader has room for more: whoever writes much waits for it. Never rejects. */
  write(text: string): Promise<void>;
  /** Its reader is behind: what need not be written is better left out. */
  readonly isFull: boolean;
  /** Aborted when nothing can be written any more: its reader is gone, or its disk is full. */
  readonly closed: AbortSignal;
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}

export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The user of the operating system, where it has a name. */
  readonly osUser: string | undefined;
  /** Results. */
  readonly out: Sink;
  /** Messages about results. */
  readonly err: Sink;
  /** Everything on standard input. */
  readInput(): Promise<Uint8Array>;
  /** A line typed by a person; undefined when they let go (Ctrl-C, Ctrl-D). Only where `canAsk`. */
  ask(question: string): Promise<string | undefined>;
  readonly canAsk: boolean;
  /** Called at each Ctrl-C or SIGTERM until disposed; without a listener the process ends. */
  onInterrupt(listener: () => void): Disposable;
  now(): number;
}
