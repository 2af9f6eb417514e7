// A terminal in memory: it records what a command wrote, and can press Ctrl-C.
import type { Io, Sink } from '../src/terminal/io.ts';
import { plain } from '../src/terminal/style.ts';

export interface MemoryIo extends Io {
  readonly written: { out: string; err: string };
  interrupt(): void;
}

export interface MemoryIoOptions {
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly input?: string;
  /** Standard input, line by line; none where absent. */
  readonly lines?: () => AsyncIterable<string>;
  /** Undefined: the person presses Ctrl-C. Without the member there is nobody to ask. */
  readonly answer?: string | undefined;
  readonly now?: () => number;
  /** Called for every write to standard output. */
  readonly onWrite?: (text: string, io: MemoryIo) => void;
}

export function memoryIo(options: MemoryIoOptions = {}): MemoryIo {
  const written = { out: '', err: '' };
  const listeners = new Set<() => void>();
  const sink = (name: 'out' | 'err'): Sink => ({
    write: async (content) => {
      const text = typeof content === 'string' ? content : Buffer.from(content).toString();
      written[name] += text;
      if (name === 'out') options.onWrite?.(text, io);
    },
    closed: new AbortController().signal,
    isFull: false,
    isTerminal: options.isTerminal ?? false,
    columns: options.columns ?? (options.isTerminal === true ? 100 : Infinity),
    rows: options.isTerminal === true ? 40 : Infinity,
    paint: plain,
  });
  const io: MemoryIo = {
    written,
    env: options.env ?? {},
    cwd: options.cwd ?? '/nowhere',
    osUser: 'ada',
    out: sink('out'),
    err: sink('err'),
    canAsk: 'answer' in options,
    readInput: () => Promise.resolve(Buffer.from(options.input ?? '')),
    readLines: options.lines ?? async function* () {},
    ask: (question) => {
      written.err += question;
      return Promise.resolve(options.answer);
    },
    openScreen: () => ({
      draw: (lines) => void (written.out += `${lines.join('\n')}\n`),
      onKey: () => {},
      onResize: () => {},
      [Symbol.dispose]: () => {},
    }),
    onInterrupt: (listener) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    interrupt: () => {
      for (const listener of listeners) listener();
    },
    now: options.now ?? (() => Date.now()),
  };
  return io;
}
