// How much of one turn of the event loop requests may use. Answers that await nothing follow each other within one turn,
// and a thousand short ones block the loop as long as one long answer does.

export interface TurnBudget {
  readonly isSpent: boolean;
}

/** Long enough to be worth a turn, short enough that nobody notices it. */
const TURN_MS = 8;

/** @param nextTurn calls back in the next turn of the event loop */
export function createTurnBudget(nowMs: () => number, nextTurn: (run: () => void) => unknown): TurnBudget {
  let startedMs: number | undefined;
  return {
    get isSpent() {
      if (startedMs !== undefined) return nowMs() - startedMs >= TURN_MS;
      startedMs = nowMs();
      nextTurn(() => (startedMs = undefined));
      return false;
    },
  };
}
