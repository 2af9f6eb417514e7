/**
 * A service stops in one way: the first signal starts the drain, which releases resources in the reverse order of their
 * creation (stop taking work, finish or give back what runs, close the connection last), under a deadline. A second
 * signal ends at once; the same signal repeated within a moment does not count as a second. Nothing here ends the
 * process: `main` waits for `done` and exits with its code, so tests can run it too.
 */
import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';
import { createEchoes } from './signal-echo.ts';

type Signal = 'SIGTERM' | 'SIGINT';
const SIGNAL_NUMBER: Readonly<Record<Signal, number>> = { SIGINT: 2, SIGTERM: 15 };

/** The part of `process` that is listened to. */
export interface SignalSource {
  on(signal: Signal, listener: () => void): unknown;
  off(signal: Signal, listener: () => void): unknown;
}

export interface ShutdownOptions {
  readonly signals: SignalSource;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly deadlineMs: number;
}

export interface Shutdown {
  /** Aborted at the first signal, or when `begin` is called. */
  readonly signal: AbortSignal;
  /** The exit code: 0 drained, 1 not drained (deadline, or a resource failed), 128 + signal number when forced. */
  readonly done: Promise<number>;
  /** Registers a resource and returns it; the last one is disposed of first. Its name is logged if that takes long. */
  use<T extends AsyncDisposable | Disposable>(name: string, resource: T): T;
  /** Starts the drain without a signal, for an error that ends the service (`exitCode` 1) or work that is done (0). */
  begin(reason: string, exitCode?: number): void;
}

/** After this long the log says what the drain is waiting for. */
const LONG_MS = 5_000;

export function createShutdown({ signals, clock, logger, deadlineMs }: ShutdownOptions): Shutdown {
  const controller = new AbortController();
  const stack = new AsyncDisposableStack();
  const { promise: done, resolve: finish } = Promise.withResolvers<number>();
  let waitsFor: string | undefined;

  const giveBack = async (name: string, resource: AsyncDisposable | Disposable): Promise<void> => {
    waitsFor = name;
    using _long = clock.after(LONG_MS, () => logger.warn({ waitsFor: name }, 'draining still'));
    if (Symbol.asyncDispose in resource) await resource[Symbol.asyncDispose]();
    else resource[Symbol.dispose]();
  };
  const drain = async (reason: string, exitCode: number): Promise<void> => {
    const deadline = clock.after(deadlineMs, () => {
      logger.error({ deadlineMs, waitsFor }, 'drain did not end in time');
      finish(1);
    });
    logger.info({ reason, deadlineMs }, 'draining');
    controller.abort(new Error(`shutting down: ${reason}`));
    try {
      await stack.disposeAsync();
      logger.info({ reason }, 'drained');
      finish(exitCode);
    } catch (error) {
      logger.error({ err: error }, 'drain failed');
      finish(1);
    } finally {
      deadline[Symbol.dispose]();
    }
  };
  const begin = (reason: string, exitCode = 0): void => {
    if (!controller.signal.aborted) void drain(reason, exitCode);
  };
  const isEcho = createEchoes(() => clock.monotonicMs());
  const onSignal = (signal: Signal) => (): void => {
    if (isEcho(signal)) return;
    if (!controller.signal.aborted) return begin(signal);
    logger.warn({ signal }, 'second signal, ending at once');
    finish(128 + SIGNAL_NUMBER[signal]);
  };

  const listeners = { SIGTERM: onSignal('SIGTERM'), SIGINT: onSignal('SIGINT') };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) signals.on(signal, listeners[signal]);
  const listenUntilDone = async (): Promise<void> => {
    await done;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) signals.off(signal, listeners[signal]);
  };
  void listenUntilDone();

  const use: Shutdown['use'] = (name, resource) => stack.adopt(resource, () => giveBack(name, resource));
  return { signal: controller.signal, done, use, begin };
}
