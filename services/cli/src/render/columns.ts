import { cut, padEnd, widthOf } from '../terminal/style.ts';

/** Rows under a head, two spaces between columns, no borders; the last column is cut where the terminal ends. */
export function columns(head: readonly string[], rows: readonly (readonly string[])[], width = Infinity): string {
  const all = head.length === 0 ? rows : [head, ...rows];
  const widths = all.reduce<number[]>((most, row) => {
    row.forEach((cell, index) => (most[index] = Math.max(most[index] ?? 0, widthOf(cell))));
    return most;
  }, []);
  const lines = all.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : padEnd(cell, widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return lines.map((line) => `${cut(line, width)}\n`).join('');
}
