// What was applied to the law together: whoever changes it says once why, and one event is stored of each document. Pure.
import type { LawRecord } from '@dome/contracts/portable';

export type ChangesTogether = readonly [LawRecord, ...LawRecord[]];

/** Neighbours by the same person, of the same kind and for the same reason. The order stays. */
export function changesTogether(changes: readonly LawRecord[]): ChangesTogether[] {
  const found: [LawRecord, ...LawRecord[]][] = [];
  for (const change of changes) {
    const last = found.at(-1);
    if (last !== undefined && isWith(last[0], change)) last.push(change);
    else found.push([change]);
  }
  return found;
}

const isWith = (one: LawRecord, other: LawRecord): boolean =>
  one.by.user === other.by.user && one.phase === other.phase && one.reason === other.reason;
