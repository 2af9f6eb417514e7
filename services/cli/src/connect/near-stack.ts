// Which stack a folder means: the one that was started there, or in the nearest folder above. Pure.
import { isAbsolute, relative } from 'node:path';

import type { KnownStacks, StackFacts } from './stack-facts.ts';

export interface NearStack {
  readonly state: 'running' | 'ended';
  readonly facts: StackFacts;
}

/**
 * Of several in one folder, one that runs, and of these the newest. One that ended is not passed over for a stack farther
 * away: what was meant for it would reach another.
 */
export function nearStack(folder: string, { running, ended }: KnownStacks): NearStack | undefined {
  const all: NearStack[] = [
    ...running.map((facts) => ({ state: 'running', facts }) as const),
    ...ended.map((facts) => ({ state: 'ended', facts }) as const),
  ];
  const [nearest] = all
    .filter(({ facts }) => isBelow(folder, facts.cwd))
    .toSorted(
      (a, b) =>
        b.facts.cwd.length - a.facts.cwd.length ||
        b.state.localeCompare(a.state) ||
        b.facts.startedAt.localeCompare(a.facts.startedAt),
    );
  return nearest;
}

export function newestStack(stacks: readonly StackFacts[]): StackFacts | undefined {
  return stacks.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))[0];
}

export function stackName({ cwd, process: { pid } }: StackFacts): string {
  return `the stack of ${cwd} (process ${pid})`;
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !/^\.\.(?:[/\\]|$)/.test(way) && !isAbsolute(way);
}
