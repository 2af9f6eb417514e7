// How long single turns of the event loop last. Whatever a turn computes, everybody else waits for; but a machine that gives
// the process no processor makes it late too, and that is no turn of ours, so what the kernel says about waiting is left out:
// the loop's own thread was ready and had none, or another thread had none and held what the loop waits for (a lock of the C
// library or of libuv, its part of a collection of garbage).
import { createHistogram } from 'node:perf_hooks';
import type { RecordableHistogram } from 'node:perf_hooks';

import type { Waits } from './processor-waits.ts';

/** What a clock of the loop reads each time it comes round; each figure counts up from an arbitrary start. */
export interface TurnReading {
  readonly monotonicMs: number;
  /** Processor time of the thread. */
  readonly cpuMs: number;
  /** Time that the loop was not waiting for events. */
  readonly activeMs: number;
  readonly waits: Waits;
}

export interface TurnFacts {
  /** Of the last one to two minutes. */
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Since the start. */
  readonly longestMs: number;
  readonly over50Ms: number;
  readonly over250Ms: number;
}

export interface Turn {
  /** How late the loop came round. */
  readonly lateMs: number;
  /** The processor time in it. */
  readonly cpuMs: number;
  /** How long the turn held the loop: late for another reason than want of a processor. */
  readonly heldMs: number;
}

export interface TurnMeter {
  /** Takes the reading of the next time round, and says what the turn before it was. */
  take(reading: TurnReading): Turn;
  facts(): TurnFacts;
}

const LONG_TURN_MS = 50;
export const OVERLONG_TURN_MS = 250;
const WINDOW_MS = 60_000;

/** @param everyMs how often the loop is asked to come round; a turn may be measured as shorter by as much, never longer */
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

/** Processor time always counts. The rest counts as far as the loop was not waiting for events, and nobody for a processor. */
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
