/**
 * A leak fails the test that made it. Node reports every socket, server, child process, watcher and worker when it is
 * opened and closed; those opened since the check began must be closed within the grace. Each is tracked by identity, not
 * by a count: one that closes in the meantime must not hide one that stays. Timers are not watched, because the test runner
 * arms its own; ask the manual clock about ours (`pending`). Resources that Node does not report (a connection that
 * reconnects between two sockets) are registered.
 */
import { createHook } from 'node:async_hooks';

export interface LeakCheck extends AsyncDisposable {
  /** Registers something that must be closed by the end of the test; call `closed` on what it returns. */
  opened(what: string): { closed(): void };
  /** @throws Error listing what is still open, and where it was opened */
  assertNone(): Promise<void>;
}

export interface LeakCheckOptions {
  /** Closing is asynchronous: a socket is open until its close event. */
  readonly graceMs?: number;
}

const WATCHED: Readonly<Record<string, string>> = {
  TCPWRAP: 'socket',
  TCPSERVERWRAP: 'server',
  PIPEWRAP: 'pipe',
  PIPESERVERWRAP: 'pipe server',
  UDPWRAP: 'datagram socket',
  PROCESSWRAP: 'child process',
  FSEVENTWRAP: 'file watcher',
  STATWATCHER: 'file watcher',
  WORKER: 'worker',
};
const STEP_MS = 10;

/** `await using leaks = watchLeaks()` at the top of a test, or in `beforeEach` with disposal in `afterEach`. */
export function watchLeaks({ graceMs = 1_000 }: LeakCheckOptions = {}): LeakCheck {
  const open = new Map<number | symbol, string>();
  const hook = createHook({
    init: (asyncId, type) => {
      const what = WATCHED[type];
      if (what !== undefined) open.set(asyncId, `${what} ${openedAt()}`.trim());
    },
    destroy: (asyncId) => void open.delete(asyncId),
  }).enable();

  const assertNone = async (): Promise<void> => {
    for (let waitedMs = 0; waitedMs < graceMs && open.size > 0; waitedMs += STEP_MS) await pause();
    if (open.size > 0) throw new Error(`left open:\n${[...open.values()].map((what) => `  ${what}`).join('\n')}`);
  };
  return {
    opened: (what) => {
      const key = Symbol(what);
      open.set(key, what);
      return { closed: () => void open.delete(key) };
    },
    assertNone,
    [Symbol.asyncDispose]: async () => {
      try {
        await assertNone();
      } finally {
        hook.disable();
      }
    },
  };
}

/** The innermost frame outside Node and this file; none if Node opens it later on its own (after a name lookup). */
function openedAt(): string {
  const frames = new Error('opened').stack?.split('\n').slice(1) ?? [];
  const own = frames.find((frame) => !frame.includes('node:') && !frame.includes('/leaks.ts'));
  return own?.trim() ?? '';
}

const pause = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, STEP_MS));
