// The same signal may arrive more than once for one reason: a service manager signals every process of a service, and a
// launcher also passes on to its child the signal that the child has received.

/** A second, intended signal comes later than this. */
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
