// Durations of a manifest, as people write them. The schema has checked the form; here it becomes milliseconds.
const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `1500ms`, `30s`, `5m`, `1h`, `7d` in milliseconds. */
export function durationMs(text: string): number {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(text);
  const unit = unitsMs[match?.[2] ?? ''];
  if (match === null || unit === undefined) throw new TypeError(`${JSON.stringify(text)} is not a duration`);
  return Number(match[1]) * unit;
}
