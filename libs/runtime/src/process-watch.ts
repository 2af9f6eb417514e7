// What a service knows of its own process and says in its health: the turns of its event loop and its memory.
// `monitorEventLoopDelay` does not serve: it forgets the turn in which it is reset, counts nothing beyond a bound, and takes
// a machine without a free processor for a turn of ours.
import { readFileSync } from 'node:fs';
import process from 'node:process';

import { createThrottle } from '@dome/contracts';

import type { Logger } from './logger.ts';
import { createTurnMeter, OVERLONG_TURN_MS } from './turn-meter.ts';
import type { Turn, TurnFacts, TurnReading } from './turn-meter.ts';

export interface ProcessFacts {
  readonly eventLoop: TurnFacts;
  readonly memory: { readonly rssBytes: number; readonly heapBytes: number };
}

export interface ProcessWatch extends Disposable {
  facts(): ProcessFacts;
}

/** A hundred times a second costs about two thousandths of one per cent of a processor for each microsecond that it takes. */
const EVERY_MS = 10;
/** The kernel's word on waiting is a file, so it is read again only this often, and for a turn that was late. */
const WAITED_EVERY_MS = 1_000;
const LATE_MS = 40;
const WARN_EVERY_MS = 10_000;

/** Watches the process that calls it; keeps nothing alive. */
export function watchProcess({ logger }: { readonly logger: Pick<Logger, 'warn'> }): ProcessWatch {
  const take = readings();
  const meter = createTurnMeter(EVERY_MS, take());
  const warn = warnings(logger);
  const timer = setInterval(() => {
    const reading = take();
    const turn = meter.take(reading);
    if (turn.heldMs > OVERLONG_TURN_MS) warn(turn);
  }, EVERY_MS);
  timer.unref();
  return {
    facts: () => {
      const { rss, heapUsed } = process.memoryUsage();
      return { eventLoop: meter.facts(), memory: { rssBytes: rss, heapBytes: heapUsed } };
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

function readings(): () => TurnReading {
  let waited = { ms: waitedMs(), readAtMs: performance.now() };
  let lastMs = performance.now();
  return () => {
    const monotonicMs = performance.now();
    const isLate = monotonicMs - lastMs > EVERY_MS + LATE_MS;
    if (isLate || monotonicMs - waited.readAtMs > WAITED_EVERY_MS) waited = { ms: waitedMs(), readAtMs: monotonicMs };
    lastMs = monotonicMs;
    const { user, system } = process.threadCpuUsage();
    return { monotonicMs, cpuMs: (user + system) / 1_000, waitedMs: waited.ms };
  };
}

/** Linux: `<ns on a processor> <ns ready without one> <slices>` of the calling thread. */
function waitedMs(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[1]) / 1e6 || 0;
  } catch {
    return 0;
  }
}

/** One line for many: what holds the loop again and again must not fill the log as well. */
function warnings(logger: Pick<Logger, 'warn'>): (turn: Turn) => void {
  const throttle = createThrottle({ nowMs: () => performance.now(), everyMs: WARN_EVERY_MS });
  return ({ heldMs, lateMs, cpuMs }) =>
    throttle.tell((turns) => {
      const [held, late, cpu] = [heldMs, lateMs, cpuMs].map(Math.round);
      logger.warn({ heldMs: held, lateMs: late, cpuMs: cpu, more: turns - 1 }, 'one turn held the event loop');
    });
}
