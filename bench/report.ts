export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const row = (name: string, values: readonly number[], digits: number): string => {
  const cells = [Math.min(...values), median(values), Math.max(...values)].map((value) =>
    value.toFixed(digits).padStart(10),
  );
  return `  ${name.padEnd(24)}${cells.join('')}`;
};

/** Minimum, median and maximum of each side, and of the ratios taken pair by pair: those hold when the machine drifts. */
export function table(
  title: string,
  sides: Readonly<Record<string, readonly number[]>>,
  ratios: readonly number[],
): string {
  const head = `  ${title.padEnd(24)}${['min', 'median', 'max'].map((word) => word.padStart(10)).join('')}`;
  const rows = Object.entries(sides).map(([name, values]) => row(name, values, 0));
  return [head, ...rows, row('ratio', ratios, 2)].join('\n');
}
