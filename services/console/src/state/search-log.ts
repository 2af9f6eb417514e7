// What is found in a log, a part at a time: a million lines take longer than a page may be busy. It goes on where lines come.
import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';

import { plainText } from './ansi.ts';

export interface LogSearch extends Disposable {
  /** How many rows, so far. */
  readonly found: Signal<number>;
  /** One of them, counted from 0 in their order. */
  readonly rowOf: (hit: number) => number | undefined;
  readonly isSearching: Signal<boolean>;
  /** Looks at the rows that came since. */
  more(): void;
}

/** Tuning: a third of a frame. */
const TURN_MS = 5;
const ROWS_A_LOOK = 2_000;

export function searchLog(texts: readonly string[], needle: string): LogSearch {
  const wanted = needle.toLowerCase();
  const found = signal(0);
  const isSearching = signal(false);
  const hits: number[] = [];
  let at = 0;
  let isOver = false;
  const turn = (): void => {
    if (isOver) return;
    const endMs = performance.now() + TURN_MS;
    while (at < texts.length && performance.now() < endMs) {
      const to = Math.min(texts.length, at + ROWS_A_LOOK);
      for (; at < to; at += 1)
        if (
          plainText(texts[at] ?? '')
            .toLowerCase()
            .includes(wanted)
        )
          hits.push(at);
    }
    isSearching.value = at < texts.length;
    found.value = hits.length;
    if (isSearching.value) setTimeout(turn);
  };
  turn();
  return {
    found,
    rowOf: (hit) => hits[hit],
    isSearching,
    more: () => {
      if (!isSearching.value) turn();
    },
    [Symbol.dispose]: () => void (isOver = true),
  };
}
