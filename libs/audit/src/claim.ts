/** One sentence that the record bears out, or does not. */
export interface Claim {
  readonly holds: boolean;
  readonly text: string;
  /** What was found, where it does not hold. */
  readonly found?: readonly string[];
}

/** It holds when nothing was found against it. */
export function claim(text: string, against: readonly string[]): Claim {
  return against.length === 0 ? { holds: true, text } : { holds: false, text, found: against };
}

/** Both sides are digests, or whatever else is compared as text. */
export function equal(what: string, actual: string | undefined, expected: string | undefined): string[] {
  if (actual !== undefined && actual === expected) return [];
  return [`${what} is ${actual ?? 'missing'}, not ${expected ?? 'known'}`];
}
