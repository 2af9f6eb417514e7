// What a service knows of its own process and reports in its health: the turns of its event loop and its memory.
// `monitorEventLoopDelay` does not serve: it forgets the turn in which it is reset, counts nothing beyond a bound, and
// takes a machine without a free processor for a long turn of ours.
import process from 'node:process';

import { createThrottle } from '@dome/contracts';

import type { Logger } from './logger.ts';
import { openProcessorWaits } from './processor-waits.ts';
import type { ProcessorWaits } from './processor-waits.ts';
import { createTurnMeter, OVERLONG_TURN_MS } from './turn-meter.ts';
import type { Turn, TurnFacts, TurnReading } from './turn-meter.ts';

export interface ProcessFacts {
  readonly eventLoop: TurnFacts;
  readonly memory: { readonly rssBytes: number; readonly heapBytes: number };
}

export interface ProcessWatch extends Disposable {
  facts(): ProcessFacts;
}

/**
 * At a hundred times a second, each microsecond that it takes costs a hundredth of a per cent of a processor, and it
 * takes 20.
 */
const EVERY_MS = 10;
const WARN_EVERY_MS = 10_000;

/** Watches the calling process; does not keep it alive. */
export function watchProcess({ logger }: { readonly logger: Pick<Logger, 'warn'> }): ProcessWatch {
  const waits = openProcessorWaits();
  const take = (): TurnReading => readingOf(waits);
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
    [Symbol.dispose]: () => {
      clearInterval(timer);
      waits[Symbol.dispose]();
    },
  };
}

function readingOf(waits: ProcessorWaits): TurnReading {
  const { user, system } = process.threadCpuUsage();
  return {
    monotonicMs: performance.now(),
    cpuMs: (user + system) / 1_000,
    activeMs: performance.eventLoopUtilization().active,
    waits: waits.read(),
  };
}

/** One line for many: repeated long turns must not flood the log as well. */
function warnings(logger: Pick<Logger, 'warn'>): (turn: Turn) => void {
  const throttle = createThrottle({ nowMs: () => performance.now(), everyMs: WARN_EVERY_MS });
  return ({ heldMs, lateMs, cpuMs }) =>
    throttle.tell((turns) => {
      const [held, late, cpu] = [heldMs, lateMs, cpuMs].map(Math.round);
      logger.warn({ heldMs: held, lateMs: late, cpuMs: cpu, more: turns - 1 }, 'one turn held the event loop');
    });
}
