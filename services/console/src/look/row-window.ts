// Which rows of a long list stand in its window. Browsers end a page at some twenty million pixels: a list beyond that is
// scrolled in proportion. Pure.
export const ROW_PX = 20;
/** The least that a browser of today allows, rounded down. */
const HEIGHT_PX_MAX = 16_000_000;
/** Rendered beyond the edges, so that a quick scroll meets rows. */
const MARGIN_ROWS = 8;

export interface RowWindow {
  /** Of the whole list. */
  readonly heightPx: number;
  /** The first row that is rendered, and the row behind the last. */
  readonly from: number;
  readonly to: number;
  /** Where the first one stands. */
  readonly topPx: number;
}

export interface Scrolled {
  readonly rows: number;
  /** Of one row; by default that of a log. */
  readonly rowPx?: number;
  readonly topPx: number;
  readonly viewPx: number;
}

export function rowWindow({ rows, topPx, viewPx, rowPx = ROW_PX }: Scrolled): RowWindow {
  const heightPx = Math.min(rows * rowPx, HEIGHT_PX_MAX);
  const first = firstRow({ rows, topPx, viewPx, rowPx });
  const from = Math.max(0, Math.floor(first) - MARGIN_ROWS);
  const to = Math.min(rows, Math.ceil(first + viewPx / rowPx) + MARGIN_ROWS);
  return { heightPx, from, to, topPx: topPx - (first - from) * rowPx };
}

/** How far to scroll so that the row stands in the middle. */
export function scrollTo(row: number, { rows, viewPx }: Omit<Scrolled, 'topPx'>): number {
  const most = Math.min(rows * ROW_PX, HEIGHT_PX_MAX) - viewPx;
  const rowsMost = rows - viewPx / ROW_PX;
  if (rowsMost <= 0) return 0;
  const first = Math.min(Math.max(0, row - (viewPx / ROW_PX - 1) / 2), rowsMost);
  return (first / rowsMost) * most;
}

/** How far to scroll so that the same rows stay in the window of a list that had fewer; undefined: as far as before. */
export function keptTop(rowsBefore: number, { rows, topPx, viewPx }: Scrolled): number | undefined {
  if (rows === rowsBefore || rows * ROW_PX <= HEIGHT_PX_MAX) return undefined;
  const first = firstRow({ rows: rowsBefore, topPx, viewPx });
  const rowsMost = rows - viewPx / ROW_PX;
  return (Math.min(first, rowsMost) / rowsMost) * (HEIGHT_PX_MAX - viewPx);
}

/** How many rows a window of this height can hold. */
export const rowsRendered = (viewPx: number): number => Math.ceil(viewPx / ROW_PX) + 2 * MARGIN_ROWS + 2;

/** With its part that is scrolled out. */
function firstRow({ rows, topPx, viewPx, rowPx = ROW_PX }: Scrolled): number {
  const most = Math.min(rows * rowPx, HEIGHT_PX_MAX) - viewPx;
  const rowsMost = rows - viewPx / rowPx;
  if (most <= 0 || rowsMost <= 0) return 0;
  return (Math.min(Math.max(0, topPx), most) / most) * rowsMost;
}
