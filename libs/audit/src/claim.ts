/** One sentence that the record proves or refutes. */
export interface Claim {
  readonly holds: boolean;
  readonly text: string;
  /** What was found, if the claim is false. */
  readonly found?: readonly string[];
}

/** The claim is true when nothing was found against it. */
export function claim(text: string, against: readonly string[]): Claim {
  return against.length === 0 ? { holds: true, text } : { holds: false, text, found: against };
}

/** Both sides are digests, or other values compared as text. */
export function equal(what: string, actual: string | undefined, expected: string | undefined): string[] {
  if (actual !== undefined && actual === expected) return [];
  return [`${what} is ${actual ?? 'missing'}, not ${expected ?? 'known'}`];
}
