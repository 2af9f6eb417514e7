// All that a command may touch of the outside: two sinks for text, questions, interrupts, the environment. Only
// `main.ts` makes it from the process; a test makes it from strings.

import type { Paint } from './style.ts';

export interface Sink {
  /** Resolves when its reader can take more; a caller that writes a lot awaits it. Never rejects. */
  write(content: string | Uint8Array): Promise<void>;
  /** Its reader is behind: optional output is better left out. */
  readonly isFull: boolean;
  /** Aborted when nothing can be written any more: the reader is gone, or the disk is full. */
  readonly closed: AbortSignal;
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}

export interface FullScreen extends Disposable {
  /** Replaces all that is shown; no more lines than the terminal has rows, none wider than it is. */
  draw(lines: readonly string[]): void;
  /** Calls back with the name of each key, such as `q`, `up` or `ctrl+c`, which is no interrupt then. */
  onKey(listener: (key: string) => void): void;
  onResize(listener: () => void): void;
}

export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The name of the operating system's user, if it has one. */
  readonly osUser: string | undefined;
  /** Results. */
  readonly out: Sink;
  /** Messages about results. */
  readonly err: Sink;
  /** All of standard input. */
  readInput(): Promise<Uint8Array>;
  /** Standard input, line by line, as it comes. */
  readLines(): AsyncIterable<string>;
  /** A line typed by a person; undefined after Ctrl-C or Ctrl-D. Call it only if `canAsk`. */
  ask(question: string): Promise<string | undefined>;
  readonly canAsk: boolean;
  /** The whole terminal, until it is disposed; call it only if `out` is a terminal. */
  openScreen(): FullScreen;
  /** Calls back at each Ctrl-C or SIGTERM until disposed; without a listener the process ends. */
  onInterrupt(listener: () => void): Disposable;
  now(): number;
}
