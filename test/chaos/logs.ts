// The lines of an attempt, from the raw stream and as shown to a reader: each must be present once and in order.
import type { LogStep } from '@dome/client';
import type { RawMessage } from '@dome/testkit';

import { dataOf } from '../e2e/chains.ts';

/** By job, then by attempt: the lines by number, each with every text stored under it. */
export type StoredLines = ReadonlyMap<string, ReadonlyMap<number, ReadonlyMap<number, readonly string[]>>>;

export function storedLines(messages: readonly RawMessage[]): StoredLines {
  const jobs = new Map<string, Map<number, Map<number, string[]>>>();
  for (const message of messages) {
    const { jobId, attempt, firstLine, text } = dataOf(message);
    if (typeof text !== 'string' || typeof firstLine !== 'number') continue;
    const attempts = ofKey(jobs, String(jobId), () => new Map<number, Map<number, string[]>>());
    const lines = ofKey(attempts, Number(attempt), () => new Map<number, string[]>());
    for (const [at, line] of text.split('\n').entries()) ofKey(lines, firstLine + at, () => []).push(line);
  }
  return jobs;
}

/** What is wrong with the lines 1 to `count` of that attempt; a line has to be stored exactly once. */
export function storedFaults(stored: StoredLines, of: { jobId: string; attempt: number; count: number }): string[] {
  const { jobId, attempt, count } = of;
  const lines = stored.get(jobId)?.get(attempt) ?? new Map<number, readonly string[]>();
  const place = `${jobId} attempt ${attempt}`;
  const faults = [...lines.keys()].filter((n) => n > count).map((n) => `${place}: line ${n} was never printed`);
  for (let n = 1; n <= count; n++) {
    const found = lines.get(n) ?? [];
    if (found.length !== 1) faults.push(`${place}: line ${n} is stored ${found.length} times`);
    else if (found[0] !== `line ${n} of ${jobId}`) faults.push(`${place}: line ${n} is ${JSON.stringify(found[0])}`);
  }
  return faults;
}

/** What a follower was shown, by `<job> <attempt>`, in the order in which it was shown. */
export class ShownLines {
  readonly #lines = new Map<string, string[]>();
  readonly gaps: string[] = [];

  take({ items }: LogStep): void {
    for (const item of items) {
      if (item.kind === 'gap') this.gaps.push(`${item.jobId} ${item.attempt} ${item.from}-${item.to}`);
      if (item.kind === 'lines') ofKey(this.#lines, `${item.jobId} ${item.attempt}`, () => []).push(...item.lines);
    }
  }

  of(jobId: string, attempt: number): readonly string[] {
    return this.#lines.get(`${jobId} ${attempt}`) ?? [];
  }
}

function ofKey<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
