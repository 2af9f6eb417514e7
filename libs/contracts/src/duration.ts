// Durations as people write them: a whole number and its unit.

const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

/** `500ms`, `30s`, `5m`, `1h`, `7d` in milliseconds; undefined for what is no duration. */
export function durationMs(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,15})(ms|s|m|h|d)$/.exec(text) ?? [];
  const factor = UNITS.find(([name]) => name === unit)?.[1];
  const ms = Number(digits) * (factor ?? Number.NaN);
  return Number.isSafeInteger(ms) ? ms : undefined;
}

/** The same duration in the largest unit that says it exactly. */
export function durationText(ms: number): string {
  const [unit, of] = UNITS.find(([, each]) => ms > 0 && ms % each === 0) ?? ['ms', 1];
  return `${ms / of}${unit}`;
}
