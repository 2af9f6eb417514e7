import { paintFor } from './style.ts';
import type { ColorMode } from './style.ts';
import type { Sink } from './io.ts';
import type { Outlet } from './outlet.ts';

/** For a terminal that does not report its size: `script`, or a container's terminal without a window. */
const COLUMNS_UNSAID = 80;
const ROWS_UNSAID = 24;

export function sinkOf(outlet: Outlet, color: ColorMode, env: Readonly<Record<string, string | undefined>>): Sink {
  const { stream } = outlet;
  return {
    write: (content) => outlet.write(content),
    closed: outlet.closed,
    get isFull() {
      return outlet.isFull;
    },
    isTerminal: stream.isTTY && !env['CI'] && env['TERM'] !== 'dumb',
    get columns() {
      // The reader of a pipe wants whole lines.
      return stream.isTTY ? stream.columns || COLUMNS_UNSAID : Infinity;
    },
    get rows() {
      return stream.isTTY ? stream.rows || ROWS_UNSAID : Infinity;
    },
    paint: paintFor(stream, color),
  };
}
