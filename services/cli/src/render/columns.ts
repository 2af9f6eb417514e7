import { cut, padEnd, widthOf } from '../terminal/style.ts';

type Rows = readonly (readonly string[])[];

const GAP = 2;

/** Rows under a header, two spaces between columns, no borders; the last column is cut at the terminal's edge. */
export function columns(head: readonly string[], rows: Rows, width = Infinity): string {
  const all = (head.length === 0 ? rows : [head, ...rows]).map((row) => row.map(inOneRow));
  const widths = widthsOf(all);
  const lines = all.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : padEnd(cell, widths[index] ?? 0)))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
  return lines.map((line) => `${cut(line, width)}\n`).join('');
}

/** A line end in what others wrote would begin a row that looks like one of ours. */
const inOneRow = (cell: string): string => cell.replaceAll(/[ \t]*\n\s*/g, ' ');

export interface Table {
  readonly head: readonly string[];
  readonly rows: Rows;
  readonly width: number;
  /** The columns that a narrow terminal drops, in this order, until the last column has its least width. */
  readonly spare: readonly string[];
  readonly lastWidthMin: number;
}

export function table({ head, rows, width, spare, lastWidthMin }: Table): string {
  const widths = widthsOf([head, ...rows]);
  const fits = (kept: readonly number[]): boolean => {
    const needed = kept.map((column, at) => {
      const own = widths[column] ?? 0;
      return at === kept.length - 1 ? Math.min(own, lastWidthMin) : own + GAP;
    });
    return needed.reduce((sum, one) => sum + one, 0) <= width;
  };
  const kept = spare.reduce(
    (columnsKept, name) => (fits(columnsKept) ? columnsKept : columnsKept.filter((column) => head[column] !== name)),
    head.map((_, column) => column),
  );
  const only = (row: readonly string[]): string[] => kept.map((column) => row[column] ?? '');
  return columns(only(head), rows.map(only), width);
}

function widthsOf(rows: Rows): number[] {
  return rows.reduce<number[]>((most, row) => {
    row.forEach((cell, index) => (most[index] = Math.max(most[index] ?? 0, widthOf(cell))));
    return most;
  }, []);
}
