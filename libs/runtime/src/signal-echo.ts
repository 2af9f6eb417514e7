// The same signal comes more than once for one reason: a service manager tells every process of a service, and a launcher
// hands on to its child what the child was told as well.

/** Whoever means it twice takes longer. */
const ECHO_MS = 500;

/** Tells of each signal whether it only repeats the first one. */
export function createEchoes(monotonicMs: () => number): (signal: string) => boolean {
  let first: { readonly signal: string; readonly atMs: number } | undefined;
  return (signal) => {
    const atMs = monotonicMs();
    if (first === undefined) {
      first = { signal, atMs };
      return false;
    }
    return signal === first.signal && atMs - first.atMs < ECHO_MS;
  };
}
