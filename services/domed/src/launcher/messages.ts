// Messages between the daemon and its launcher: one JSON value each, over the channel that Node gives a child. A stream
// that is passed travels beside its message, as a descriptor.
import process from 'node:process';

export interface DescriptorText {
  readonly fd: number;
  readonly text: string;
}

export interface LaunchOrder {
  readonly type: 'launch';
  readonly id: number;
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Text for descriptor 0; without one it is empty. */
  readonly input?: string;
  /** Texts that descriptors after those of `streams` give; each ends there. */
  readonly texts?: readonly DescriptorText[];
  /** Descriptors of which the daemon wants the other end. */
  readonly streams: readonly number[];
  /** A descriptor whose first byte, or end without one, is reported. */
  readonly beginFd?: number;
  /** See `KillOrder`. */
  readonly killAtMs?: number;
}

export interface SignalOrder {
  readonly type: 'signal';
  readonly id: number;
  /** For the whole process group. */
  readonly signal: 'SIGTERM' | 'SIGKILL';
}

/**
 * Kills the process group at that time, which both processes read from the clock of the system that never goes back:
 * the launcher keeps it, because the daemon may be stopped. Undefined: not at all. A new time replaces the one before.
 */
export interface KillOrder {
  readonly type: 'kill-at';
  readonly id: number;
  readonly killAtMs: number | undefined;
}

/** Milliseconds; the same in every process of the machine. */
export const systemMonotonicMs = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;

export type ToLauncher = LaunchOrder | SignalOrder | KillOrder;

export type FromLauncher = { readonly id: number } & (
  | { readonly type: 'launched'; readonly pid: number }
  /** With the stream of this descriptor. */
  | { readonly type: 'stream'; readonly fd: number }
  /**
   * Sent after the last stream: those that have not arrived by then are lost, because the daemon had no descriptor for
   * them.
   */
  | { readonly type: 'handed-over' }
  /** Nothing was started: the error of the system, or of Node. */
  | { readonly type: 'failed'; readonly message: string; readonly code?: string; readonly syscall?: string }
  | { readonly type: 'begun'; readonly isBegun: boolean }
  | { readonly type: 'ended'; readonly code?: number | undefined; readonly signal?: NodeJS.Signals | undefined }
);
