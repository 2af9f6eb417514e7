// Redraws lines in place: the last frame stays in the scrollback, as any other output would.

import type { Sink } from '../terminal/io.ts';
import { widthOf } from '../terminal/style.ts';

export interface Frame {
  draw(lines: readonly string[]): void;
  /** A line that stays, above the frame. */
  say(line: string): void;
  /** The last frame, in full; later output goes below it. Without lines, what was drawn is erased. */
  end(lines: readonly string[]): void;
}

const UP = (lines: number): string => (lines === 0 ? '' : `\u001b[${lines}A`);
const CLEAR_BELOW = '\u001b[0J';
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';

export function createFrame(out: Sink): Frame {
  let drawn: readonly string[] = [];
  let last: string | undefined;
  const paint = (lines: readonly string[]): void => {
    const text = lines.map((line) => `${line}\n`).join('');
    if (text === last) return;
    void out.write(`${drawn.length === 0 ? HIDE_CURSOR : ''}${UP(rowsOf(drawn, out))}\r${CLEAR_BELOW}${text}`);
    drawn = lines;
    last = text;
  };
  return {
    say: (line) => {
      const lines = drawn;
      void out.write(`${UP(rowsOf(drawn, out))}\r${CLEAR_BELOW}${line}\n`);
      drawn = [];
      last = '';
      if (lines.length > 0) paint(lines);
    },
    draw: (lines) => {
      // A blocked terminal misses frames; they are not queued for it.
      if (out.isFull) return;
      // A frame taller than the terminal could not be erased, so its middle is left out and its head stays.
      const rowsMax = Math.max(4, out.rows - 2);
      const fits =
        lines.length <= rowsMax ? lines : [...lines.slice(0, 1), '  …', ...lines.slice(lines.length - rowsMax + 2)];
      paint(fits);
    },
    end: (lines) => {
      last = undefined;
      if (drawn.length === 0 && lines.length === 0) return;
      paint(lines);
      void out.write(SHOW_CURSOR);
    },
  };
}

/** If the terminal was made narrower, the drawn frame now takes more rows. */
function rowsOf(lines: readonly string[], { columns }: Sink): number {
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(widthOf(line) / columns)), 0);
}
