// Hostile jobs beside healthy ones on one daemon: whatever a hostile job does affects only itself.
import { expect } from 'vitest';

import { chainsOf, findingsOf } from './chains.ts';
import type { JobEvents } from './chains.ts';

export interface SkillJob {
  readonly skill: string;
  readonly key: string;
  readonly input: Record<string, unknown>;
}

const LINES = 10;

/** Long enough to outlast everything that the hostile ones do. */
export function neighboursOf(count: number): SkillJob[] {
  return Array.from({ length: count }, (_, at) => ({
    skill: at % 2 === 0 ? 'count-node' : 'count-process',
    key: `neighbour-${at}`,
    input: { seconds: 12, lines: LINES },
  }));
}

export interface Crowd {
  readonly neighbours: readonly SkillJob[];
  readonly hostile: readonly SkillJob[];
  /** Of each hostile job, by its key. */
  readonly endings: Readonly<Record<string, object>>;
}

/**
 * Every chain is legal and has one start, each hostile job ended as it should, and each neighbour printed all its lines.
 */
export function expectUnharmed(events: JobEvents, { neighbours, hostile, endings }: Crowd): void {
  expect(findingsOf(events)).toEqual([]);
  const chainOf = (jobId: string) => chainsOf(events, jobId)[0] ?? [];
  for (const { key } of [...neighbours, ...hostile]) {
    const starts = chainOf(key).filter(({ phase }) => phase === 'started');
    expect(starts, key).toHaveLength(1);
  }
  for (const { key } of hostile) expect(chainOf(key).at(-1), key).toMatchObject(endings[key] ?? {});
  for (const { key } of neighbours) {
    expect(chainOf(key).at(-1), key).toMatchObject({ phase: 'succeeded', data: { logs: { lines: LINES } } });
  }
}
