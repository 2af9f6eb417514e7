// A line that says the same again and again hides the others: what is new is said at once, and what stays the same once in
// an interval, so that it also stands at the end of a log.

export interface RepeatsOptions {
  readonly nowMs: () => number;
  readonly everyMs: number;
}

/** Whether the text is to be said now. */
export function createRepeats({ nowMs, everyMs }: RepeatsOptions): (text: string) => boolean {
  const said = new Map<string, number>();
  return (text) => {
    const atMs = nowMs();
    for (const [old, saidMs] of said) if (atMs - saidMs >= everyMs) said.delete(old);
    if (said.has(text)) return false;
    said.set(text, atMs);
    return true;
  };
}
