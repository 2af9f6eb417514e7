// The last lines of a log, whatever its length: memory holds no more than those.
import type { LogItem } from '@dome/client';

import { lineByLine } from './log-selection.ts';

export interface LastLines {
  take(items: readonly LogItem[]): void;
  /** In order. What stood before the first of the lines is left out. */
  readonly items: readonly LogItem[];
}

export function createLastLines(count: number): LastLines {
  let kept: LogItem[] = [];
  let lines = 0;
  return {
    take(items) {
      for (const item of items.flatMap((one): readonly LogItem[] => (one.kind === 'lines' ? lineByLine(one) : [one]))) {
        kept.push(item);
        if (item.kind === 'lines') lines += 1;
      }
      // Half of it may be too much: to drop one at a time would move all others each time.
      if (kept.length > 2 * count + SPARE) ({ kept, lines } = lastOf(kept, count));
    },
    get items() {
      return lastOf(kept, count).kept;
    },
  };
}

const SPARE = 256;

function lastOf(items: readonly LogItem[], count: number): { kept: LogItem[]; lines: number } {
  let lines = 0;
  let from = items.length;
  while (from > 0 && lines < count) {
    from -= 1;
    if (items[from]?.kind === 'lines') lines += 1;
  }
  return { kept: items.slice(from), lines };
}
