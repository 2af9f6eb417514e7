// Everything that may end a skill before it ends itself: a stop from outside, and three timeouts. One timer serves all
// the timeouts of a job, because most jobs end before any of them and should pay for only one.
import type { Clock } from '@dome/runtime';

import type { Ender, ExecutionRequest, OrEnder } from '../execution.ts';
import { stopReasonOf } from '../stop-reasons.ts';

export interface EnderSpec {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly request: Pick<ExecutionRequest, 'executionMs' | 'heartbeatMs' | 'deadlineMs'>;
  /** Monotonic. */
  readonly lastSignMs: () => number;
  /** The skill begins now: nothing needs to be prepared for it. */
  readonly isStarted?: boolean;
}

export interface Enders extends Disposable {
  /** Settles once, or never. */
  readonly first: Promise<Ender>;
  /** From here on the skill itself is timed; before, only the total timeout and a stop can end it. */
  startClocks(): void;
}

export function createEnders(spec: EnderSpec): Enders {
  const { clock, signal, request } = spec;
  const { promise: first, resolve } = Promise.withResolvers<Ender>();
  const bornMs = clock.monotonicMs();
  const totalMs = Math.max(0, request.deadlineMs - clock.now());
  let startedMs = spec.isStarted === true ? bornMs : undefined;
  let timer: Disposable | undefined;

  const due = (): { readonly atMs: number; readonly ender: Ender } => {
    const total = dueAt('total', bornMs, totalMs);
    if (startedMs === undefined) return total;
    const execution = dueAt('execution', startedMs, request.executionMs);
    const heartbeat = dueAt('heartbeat', Math.max(startedMs, spec.lastSignMs()), request.heartbeatMs);
    const sooner = heartbeat.atMs < execution.atMs ? heartbeat : execution;
    return total.atMs < sooner.atMs ? total : sooner;
  };
  const arm = (): void => {
    timer?.[Symbol.dispose]();
    const next = due();
    const waitMs = next.atMs - clock.monotonicMs();
    timer = waitMs <= 0 ? undefined : clock.after(waitMs, arm);
    if (waitMs <= 0) resolve(next.ender);
  };
  const onAbort = (): void => {
    const reason = stopReasonOf(signal);
    if (reason !== undefined) resolve({ kind: 'stop', reason });
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  arm();

  return {
    first,
    startClocks: () => {
      startedMs = clock.monotonicMs();
      arm();
    },
    [Symbol.dispose]: () => {
      timer?.[Symbol.dispose]();
      signal.removeEventListener('abort', onAbort);
    },
  };
}

/** Races everything that must finish against each thing that may end it. */
export function orEnder<Value>(work: Promise<Value>, enders: Enders): Promise<OrEnder<Value>> {
  return Promise.race([work.then((value) => ({ kind: 'done', value }) as const), enders.first]);
}

function dueAt(
  clock: 'execution' | 'heartbeat' | 'total',
  fromMs: number,
  limitMs: number,
): { readonly atMs: number; readonly ender: Ender } {
  return { atMs: fromMs + limitMs, ender: { kind: 'clock', clock, limitMs } };
}
