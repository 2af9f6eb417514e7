// What differs between two documents, member by member.
import { escapeSegment } from './json-pointer.ts';

export interface MemberChange {
  /** JSON pointer. */
  readonly pointer: string;
  /** Absent: the member is new. */
  readonly from?: unknown;
  /** Absent: the member is gone. */
  readonly to?: unknown;
}

/** In the order of the members; lists are compared place by place. */
export function memberChanges(from: unknown, to: unknown, pointer = ''): MemberChange[] {
  const [before, after] = [membersOf(from), membersOf(to)];
  if (before === undefined || after === undefined || Array.isArray(from) !== Array.isArray(to)) {
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ pointer, from, to }];
  }
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.flatMap((key): MemberChange[] => {
    const at = `${pointer}/${escapeSegment(key)}`;
    if (!before.has(key)) return [{ pointer: at, to: after.get(key) }];
    if (!after.has(key)) return [{ pointer: at, from: before.get(key) }];
    return memberChanges(before.get(key), after.get(key), at);
  });
}

const membersOf = (value: unknown): ReadonlyMap<string, unknown> | undefined =>
  typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
