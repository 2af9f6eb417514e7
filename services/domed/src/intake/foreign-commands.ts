// The commands that this daemon has put back for others lately. Each comes again within a second, so those of the last second
// are those that wait: the more there are, the longer each may stay away, and the daemon looks at about as many a second.
export interface ForeignCommands {
  note(commandSequence: number, nowMs: number): void;
  /** How many there are. */
  count(nowMs: number): number;
}

/** Tuning: no command stays away for longer, see `DRIFT_RETRY_MS_MAX`. */
const LATELY_MS = 1_000;

export function createForeignCommands(): ForeignCommands {
  /** When each was put back last; the oldest first. */
  const notedMs = new Map<number, number>();
  return {
    note: (commandSequence, nowMs) => {
      notedMs.delete(commandSequence);
      notedMs.set(commandSequence, nowMs);
    },
    count: (nowMs) => {
      for (const [commandSequence, atMs] of notedMs) {
        if (nowMs - atMs <= LATELY_MS) break;
        notedMs.delete(commandSequence);
      }
      return notedMs.size;
    },
  };
}
