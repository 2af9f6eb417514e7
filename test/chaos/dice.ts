// Reproducible randomness: every choice of a round comes from its seed, and the seed is printed.

export interface Dice {
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** Mulberry32: 32 bits of state, one multiplication for each number. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    between,
    pick: (items) => {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new Error('there is nothing to pick from');
      return item;
    },
  };
}

/** `CHAOS_SEED=<n>` replays only the round of that seed; otherwise the seeds are random. */
export function seedsFor(rounds: number): number[] {
  const asked = process.env['CHAOS_SEED'];
  if (asked !== undefined) return [Number(asked)];
  return Array.from({ length: rounds }, () => Math.floor(Math.random() * 2 ** 31));
}

/** A random pause; to wait for something to become true, use `eventually`. */
export function moment(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
