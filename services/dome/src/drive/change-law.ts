// Changes the law part by part. Each part follows exactly the law that it was judged under; what somebody else wrote in
// between, also a request to this very replica, is read, and the whole change is judged again: parts that stand already are
// unchanged then.
import { DomeError } from '@dome/contracts';

import type { JudgedChange } from '../law/judge-change.ts';
import type { LawState } from '../law/law-state.ts';
import type { LawStore } from '../ports.ts';

/** Somebody who is always faster is more likely a fault. */
const CONFLICTS_MAX = 64;

export interface LawChanged {
  readonly changes: readonly JudgedChange[];
  readonly law: LawState;
  /** The sequence of each event that this call stored, by its part. */
  readonly stored: ReadonlyMap<JudgedChange, number>;
}

/** @param judge throws if any part is refused: then nothing more is stored. @throws DomeError UNAVAILABLE, and those of `judge` */
export async function changeLaw(
  store: LawStore,
  judge: (law: LawState) => readonly JudgedChange[],
): Promise<LawChanged> {
  const stored = new Map<JudgedChange, number>();
  let law = await store.refresh();
  const first = judge(law);
  let changes = first;
  for (let conflicts = 0; conflicts < CONFLICTS_MAX; conflicts += 1) {
    if (await storeAll(store, { first, changes, after: law.sequence, stored })) {
      return { changes: first, law: store.law, stored };
    }
    ({ law } = store);
    changes = judge(law);
  }
  throw new DomeError('UNAVAILABLE', { detail: 'others change the law faster than this change can be stored' });
}

interface Storing {
  readonly first: readonly JudgedChange[];
  readonly changes: readonly JudgedChange[];
  /** The sequence of the law that the changes were judged under. */
  readonly after: number;
  readonly stored: Map<JudgedChange, number>;
}

/** @returns false when somebody else wrote first. */
async function storeAll(store: LawStore, { first, changes, after, stored }: Storing): Promise<boolean> {
  let expectedLast = after;
  for (const [index, { draft }] of changes.entries()) {
    const part = first[index];
    if (draft === undefined || part === undefined) continue;
    const sequence = await store.append(draft, expectedLast);
    if (sequence === undefined) return false;
    stored.set(part, sequence);
    expectedLast = sequence;
  }
  return true;
}
