export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The smallest value that at least so many percent of the values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}

export interface Row {
  readonly name: string;
  readonly values: readonly number[];
  readonly digits?: number;
}

/** Minimum, median and maximum of each row. */
export function table(title: string, rows: readonly Row[]): string {
  const line = (name: string, cells: readonly string[]): string =>
    `  ${name.padEnd(36)}${cells.map((cell) => cell.padStart(10)).join('')}`;
  return [
    line(title, ['min', 'median', 'max']),
    ...rows.map(({ name, values, digits = 0 }) =>
      line(
        name,
        [Math.min(...values), median(values), Math.max(...values)].map((value) => value.toFixed(digits)),
      ),
    ),
  ].join('\n');
}

/** Pair by pair: a drifting machine affects both sides of a pair alike. */
export function ratiosOf(ours: readonly number[], theirs: readonly number[]): number[] {
  return ours.map((value, index) => value / (theirs[index] ?? Number.NaN));
}

export interface Goal {
  readonly what: string;
  readonly ratios: readonly number[];
  readonly atLeast: number;
}

/** One line, and an exit code that says the same. */
export function verdict({ what, ratios, atLeast }: Goal): void {
  const reached = median(ratios);
  const isMet = reached >= atLeast;
  console.log(`${isMet ? 'PASS' : 'FAIL'}  ${what}: ${reached.toFixed(2)}, the goal is at least ${atLeast}`);
  if (!isMet) process.exitCode = 1;
}
