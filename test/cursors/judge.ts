// What a reader that was killed again and again has met, judged. Pure.

export interface Judged {
  /** How many there are. */
  readonly total: number;
  readonly sessions: number;
  readonly missing: number;
  /** Met again; those that nobody had acknowledged may. */
  readonly repeated: number;
  /** Met again although the acknowledgement had been kept: none may. */
  readonly repeatedDone: number;
}

/** For numbers that come in order, from 1. */
export interface OrderJudge {
  begin(): void;
  met(number: number): void;
  /** Everything up to this number was acknowledged, and that is kept. */
  done(number: number): void;
  readonly furthest: number;
  verdict(total: number): Judged;
}

export function createOrderJudge(): OrderJudge {
  let [sessions, missing, repeated, repeatedDone] = [0, 0, 0, 0];
  let furthest = 0;
  let doneTo = 0;
  return {
    begin: () => void (sessions += 1),
    met: (number) => {
      if (number <= doneTo) repeatedDone += 1;
      if (number <= furthest) repeated += 1;
      else missing += number - furthest - 1;
      furthest = Math.max(furthest, number);
    },
    done: (number) => void (doneTo = Math.max(doneTo, number)),
    get furthest() {
      return furthest;
    },
    verdict: (total) => ({ total, sessions, missing: missing + total - furthest, repeated, repeatedDone }),
  };
}

/** For messages of a durable, which come again in any order. */
export interface SetJudge {
  begin(): void;
  met(sequence: number): void;
  /** Of this session, everything but its last `open` messages was acknowledged. */
  end(open: number): void;
  readonly seen: ReadonlySet<number>;
  verdict(all: readonly number[]): Judged;
}

export function createSetJudge(): SetJudge {
  const seen = new Set<number>();
  const done = new Set<number>();
  let session: number[] = [];
  let [sessions, repeated, repeatedDone] = [0, 0, 0];
  return {
    begin: () => {
      sessions += 1;
      session = [];
    },
    met: (sequence) => {
      if (done.has(sequence)) repeatedDone += 1;
      if (seen.has(sequence)) repeated += 1;
      seen.add(sequence);
      session.push(sequence);
    },
    end: (open) => {
      for (const sequence of session.slice(0, Math.max(0, session.length - open))) done.add(sequence);
    },
    seen,
    verdict: (all) => ({
      total: all.length,
      sessions,
      missing: all.filter((sequence) => !seen.has(sequence)).length,
      repeated,
      repeatedDone,
    }),
  };
}
