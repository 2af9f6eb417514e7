// What one turn of the loop brings is handed on together, and what comes meanwhile is handed on next.
const BATCH_MAX = 500;

export interface Batches<T> {
  /** Resolves when its batch is done. */
  add(item: T): Promise<void>;
}

export function createBatches<T>(hand: (batch: readonly T[]) => Promise<void>): Batches<T> {
  let next: T[] = [];
  let coming: Promise<void> | undefined;
  let current = Promise.resolve();
  const handOn = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    await current;
    const batch = next;
    next = [];
    coming = undefined;
    current = handAll(batch);
    await current;
  };
  const handAll = async (batch: readonly T[]): Promise<void> => {
    for (let at = 0; at < batch.length; at += BATCH_MAX) await hand(batch.slice(at, at + BATCH_MAX));
  };
  return {
    add: async (item) => {
      next.push(item);
      coming ??= handOn();
      await coming;
    },
  };
}
