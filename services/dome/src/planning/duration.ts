const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `500ms 30s 5m 2h 1d` in milliseconds; the schemas have checked the form. NaN for anything else. */
export function durationMs(text: string): number {
  const [, digits, unit] = /^(\d+)(ms|s|m|h|d)$/.exec(text) ?? [];
  return digits === undefined || unit === undefined ? Number.NaN : Number(digits) * (UNIT_MS[unit] ?? Number.NaN);
}
