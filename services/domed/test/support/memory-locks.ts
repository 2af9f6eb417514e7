// Tables of locks in memory, shared by any number of daemons of a test: compare-and-set, and changes that are heard later.
import { lockHash } from '@dome/contracts';
import type { LockTable } from '@dome/contracts';

import { emptyTable } from '../../src/locks/table.ts';
import type { LockStore } from '../../src/ports.ts';

export interface MemoryLocks {
  /** For one daemon. */
  store(): LockStore;
  table(key: string): LockTable;
  /** Changes the table as another daemon would. */
  change(key: string, to: (table: LockTable) => LockTable): void;
  readonly writes: number;
  readonly reads: number;
}

export function createMemoryLocks(): MemoryLocks {
  const stored = new Map<string, { revision: number; table: LockTable }>();
  const heard = new Set<(of: { hash: string; revision: number }) => void>();
  let [sequence, reads] = [0, 0];
  const at = (key: string) => stored.get(key) ?? { revision: 0, table: emptyTable(key) };
  const put = (table: LockTable): number => {
    sequence += 1;
    stored.set(table.key, { revision: sequence, table });
    const revision = sequence;
    for (const tell of heard) setImmediate(() => tell({ hash: lockHash(table.key), revision }));
    return revision;
  };
  const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  return {
    store: () => ({
      read: async (key) => {
        reads += 1;
        await turn();
        const found = at(key);
        // The lock may change, and be heard of, while the answer is on its way.
        for (let turns = 0; turns < 3; turns += 1) await turn();
        return found;
      },
      write: async (table, { expected }) => {
        await turn();
        if (at(table.key).revision !== expected) return { status: 'conflict' };
        const revision = put(table);
        await turn();
        return { status: 'stored', revision };
      },
      list: () => Promise.resolve([...stored.values()].map(({ table }) => table)),
      listen: ({ onChange }) => {
        heard.add(onChange);
        return { [Symbol.dispose]: () => void heard.delete(onChange) };
      },
    }),
    table: (key) => at(key).table,
    change: (key, to) => void put(to(at(key).table)),
    get writes() {
      return sequence;
    },
    get reads() {
      return reads;
    },
  };
}
