// The counts of a siege as people read them.
export const MEGABYTE = 1_048_576;

export interface Party {
  readonly name: string;
  readonly counts: ReadonlyMap<string, number>;
  readonly findings: ReadonlyMap<string, number>;
}

export function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (known, row) => row.map((cell, at) => Math.max(known[at] ?? 0, cell.length)),
    [],
  );
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  ');
  return rows.map((row) => `  ${line(row)}`.trimEnd()).join('\n');
}

/** One row for each party: its counts, in the order of first use. */
export function partyRows(parties: readonly Party[]): string[][] {
  return parties.map(({ name, counts, findings }) => [
    name,
    String([...counts.values()].reduce((sum, times) => sum + times, 0)),
    [...counts].map(([outcome, times]) => `${outcome} ${times}`).join(', '),
    findings.size === 0 ? '' : `${findings.size} findings`,
  ]);
}
