// Work is pulled only when a slot is free, and the free slots are shared among the skills: a busy skill gets most of
// them, an idle one asks for a single command, so that it is never starved and never takes much from others. A command
// that arrives without a free slot waits in hand.

export interface Slots {
  readonly total: number;
  readonly free: number;
  /** How many commands a puller may request: 0 while no slot is free, else at least 1. */
  freeFor(skill: string, nowMs: number): number;
  noteDelivery(skill: string, nowMs: number): void;
  tryTake(): boolean;
  giveBack(): void;
}

/** A skill that had a command this recently is busy. */
const BUSY_MS = 1_000;

export function createSlots(total: number, skills: readonly string[]): Slots {
  const heardMs = new Map<string, number>(skills.map((skill) => [skill, -Infinity]));
  let free = total;
  const isBusy = (skill: string, nowMs: number): boolean => nowMs - (heardMs.get(skill) ?? -Infinity) < BUSY_MS;

  return {
    total,
    get free() {
      return free;
    },
    freeFor: (skill, nowMs) => {
      if (free === 0) return 0;
      if (heardMs.size === 1) return free;
      if (!isBusy(skill, nowMs)) return 1;
      const busy = [...heardMs.keys()].filter((other) => isBusy(other, nowMs)).length;
      return Math.max(1, Math.ceil(free / busy));
    },
    noteDelivery: (skill, nowMs) => void heardMs.set(skill, nowMs),
    tryTake: () => {
      if (free === 0) return false;
      free -= 1;
      return true;
    },
    giveBack: () => {
      free = Math.min(total, free + 1);
    },
  };
}
