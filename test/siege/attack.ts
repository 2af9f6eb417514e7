// What an attack is, and how often it strikes. An attack reports anything forbidden that it sees; observers see what it
// does to others.
import type { Dice } from '../chaos/dice.ts';
import type { Ground } from './ground.ts';

export interface Attack {
  readonly name: string;
  /** What it tries, in a few words, for the table. */
  readonly title: string;
  readonly run: (ground: Ground, round: Round) => Promise<void>;
}

export interface Round {
  readonly dice: Dice;
  /** Aborted when the siege is over. */
  readonly over: AbortSignal;
  readonly tally: Tally;
}

/** What one party of the siege counts and finds. */
export interface Tally {
  count(outcome: string, times?: number): void;
  find(finding: string): void;
}

export interface Counted extends Tally {
  readonly counts: ReadonlyMap<string, number>;
  readonly findings: ReadonlyMap<string, number>;
}

export function createTally(): Counted {
  const counts = new Map<string, number>();
  const findings = new Map<string, number>();
  const add = (to: Map<string, number>, key: string, times: number): void =>
    void to.set(key, (to.get(key) ?? 0) + times);
  return {
    counts,
    findings,
    count: (outcome, times = 1) => add(counts, outcome, times),
    find: (finding) => add(findings, finding, 1),
  };
}

/** Repeats until the siege is over; a strike that throws is a finding. */
export async function repeat(everyMs: number, { over, tally }: Round, strike: () => Promise<void>): Promise<void> {
  while (!over.aborted) {
    const next = wait(everyMs, over);
    try {
      await strike();
    } catch (error) {
      if (!over.aborted) tally.find(`the strike failed: ${String(error)}`);
    }
    await next;
  }
}

/** Ends early, without an error, when the signal is aborted. */
export function wait(ms: number, over: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (over.aborted) return Promise.resolve();
  const end = (): void => {
    clearTimeout(timer);
    over.removeEventListener('abort', end);
    resolve();
  };
  const timer = setTimeout(end, ms);
  over.addEventListener('abort', end);
  return promise;
}
