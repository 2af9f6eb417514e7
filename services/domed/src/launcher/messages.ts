// Between the daemon and its launcher: one JSON message each, over the channel that Node gives a child. A stream that is
// handed over travels beside its message, as the descriptor that it is.

export interface LaunchOrder {
  readonly type: 'launch';
  readonly id: number;
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Text for descriptor 0; without one it is empty. */
  readonly input?: string;
  /** Descriptors that the daemon wants to hold the other end of. */
  readonly streams: readonly number[];
  /** A descriptor on which the first byte, or its end without one, is told. */
  readonly beginFd?: number;
}

export interface SignalOrder {
  readonly type: 'signal';
  readonly id: number;
  /** For the whole process group. */
  readonly signal: 'SIGTERM' | 'SIGKILL';
}

export type ToLauncher = LaunchOrder | SignalOrder;

export type FromLauncher = { readonly id: number } & (
  | { readonly type: 'launched'; readonly pid: number }
  /** With the stream of this descriptor. */
  | { readonly type: 'stream'; readonly fd: number }
  /** After the last stream: what has not come by then was lost, because the daemon had no descriptor for it. */
  | { readonly type: 'handed-over' }
  /** Nothing was started: what the system, or Node, said. */
  | { readonly type: 'failed'; readonly message: string; readonly code?: string; readonly syscall?: string }
  | { readonly type: 'begun'; readonly isBegun: boolean }
  | { readonly type: 'ended'; readonly code: number | null; readonly signal: NodeJS.Signals | null }
);
