// How long single turns of the event loop last. Everything else waits while a turn computes. But a machine that gives
// the process no processor also makes a turn late, and that is not ours, so the waiting that the kernel reports is left
// out: the loop's own thread was ready and had no processor, or another thread had none and held what the loop waits
// for (a lock of the C library or of libuv, its part of a garbage collection).
import { createHistogram } from 'node:perf_hooks';
import type { RecordableHistogram } from 'node:perf_hooks';

import type { Waits } from './processor-waits.ts';

/** What the loop's clock reads on each turn; each figure counts up from an arbitrary start. */
export interface TurnReading {
  readonly monotonicMs: number;
  /** Processor time of the thread. */
  readonly cpuMs: number;
  /** Time that the loop was not waiting for events. */
  readonly activeMs: number;
  readonly waits: Waits;
}

export interface TurnFacts {
  /** Over the last one to two minutes. */
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Since the start. */
  readonly longestMs: number;
  readonly over50Ms: number;
  readonly over250Ms: number;
}

export interface Turn {
  /** How late the turn began. */
  readonly lateMs: number;
  /** The processor time it used. */
  readonly cpuMs: number;
  /** How long the turn held the loop: its delay, less the waiting for a processor. */
  readonly heldMs: number;
}

export interface TurnMeter {
  /** Takes the reading of the next turn and says how long the one before it was. */
  take(reading: TurnReading): Turn;
  facts(): TurnFacts;
}

/** What docs/architecture.md tells of health: marks of a turn, and the window of its percentiles. */
const LONG_TURN_MS = 50;
export const OVERLONG_TURN_MS = 250;
const WINDOW_MS = 60_000;

/** @param everyMs how often the loop is asked to turn; a turn may be measured as shorter by this much, never longer */
export function createTurnMeter(everyMs: number, first: TurnReading): TurnMeter {
  let last = first;
  let windows: readonly [RecordableHistogram, RecordableHistogram] = [createHistogram(), createHistogram()];
  let windowEndsMs = first.monotonicMs + WINDOW_MS;
  const counts = { longestMs: 0, over50Ms: 0, over250Ms: 0 };

  return {
    take: (reading) => {
      const turn = turnOf(everyMs, last, reading);
      last = reading;
      if (reading.monotonicMs >= windowEndsMs) {
        windows = [windows[1], createHistogram()];
        windowEndsMs = reading.monotonicMs + WINDOW_MS;
      }
      // The histogram counts from 1.
      windows[1].record(Math.max(1, Math.round(turn.heldMs)));
      counts.longestMs = Math.max(counts.longestMs, turn.heldMs);
      if (turn.heldMs > LONG_TURN_MS) counts.over50Ms += 1;
      if (turn.heldMs > OVERLONG_TURN_MS) counts.over250Ms += 1;
      return turn;
    },
    facts: () => {
      const known = windows.filter(({ count }) => count > 0);
      return {
        p99Ms: Math.max(0, ...known.map((window) => window.percentile(99))),
        maxMs: Math.max(0, ...known.map(({ max }) => max)),
        longestMs: Math.round(counts.longestMs),
        over50Ms: counts.over50Ms,
        over250Ms: counts.over250Ms,
      };
    },
  };
}

/**
 * Processor time always counts. The rest counts as far as the loop was not waiting for events, and no thread for a
 * processor.
 */
function turnOf(everyMs: number, from: TurnReading, to: TurnReading): Turn {
  const lateMs = Math.max(0, to.monotonicMs - from.monotonicMs - everyMs);
  const cpuMs = Math.min(lateMs, to.cpuMs - from.cpuMs);
  const activeMs = Math.min(lateMs, to.activeMs - from.activeMs);
  const unservedMs = to.waits.ownMs - from.waits.ownMs + longestWaitMs(from.waits, to.waits);
  return { lateMs, cpuMs, heldMs: Math.max(cpuMs, Math.min(activeMs, lateMs - unservedMs)) };
}

function longestWaitMs(from: Waits, to: Waits): number {
  return Math.max(0, ...[...to.othersMs].map(([thread, ms]) => ms - (from.othersMs.get(thread) ?? ms)));
}
