/**
 * A leak fails the test that made it. What a test opens shows in Node's list of active resources (sockets, servers, child
 * processes); what is open beyond the resources that were open at the start must close within the grace. Timers are not
 * counted: the test runner's own come and go, and one that goes would hide one that stays. Ours are asked of the manual
 * clock (`pending`). What Node does not list (a connection that reconnects between two sockets) is registered.
 */

export interface LeakCheck extends AsyncDisposable {
  /** Registers something that must be closed by the end of the test; call `closed` on what it returns. */
  opened(what: string): { closed(): void };
  /** @throws Error listing each kind of resource that is still open. */
  assertNone(): Promise<void>;
}

export interface LeakCheckOptions {
  /** Closing is asynchronous: a socket is listed until its close event. */
  readonly graceMs?: number;
  /** Kinds that are not counted, beside those of the test runner. */
  readonly ignore?: readonly string[];
}

/** Not leaks: the check's own waiting, and pipes to the test runner. */
const ignoredByDefault = [
  'Immediate',
  'PipeWrap',
  'TTYWrap',
  'MessagePort',
  'FSReqCallback',
  'FSReqPromise',
  'CloseReq',
];
const stepMs = 10;

/** `await using check = watchLeaks()` at the top of a test, or in `beforeEach` with `assertNone` in `afterEach`. */
export function watchLeaks({ graceMs = 1_000, ignore = [] }: LeakCheckOptions = {}): LeakCheck {
  const ignored = new Set([...ignoredByDefault, ...ignore]);
  const before = count(ignored);
  const registered = new Map<symbol, string>();

  const leaks = (): string[] => {
    const open = [...count(ignored)].filter(([kind, now]) => now > (before.get(kind) ?? 0));
    return [...open.map(([kind, now]) => `${now - (before.get(kind) ?? 0)} × ${kind}`), ...registered.values()];
  };
  const assertNone = async (): Promise<void> => {
    for (let waitedMs = 0; waitedMs < graceMs && leaks().length > 0; waitedMs += stepMs) await pause();
    const left = leaks();
    if (left.length > 0) throw new Error(`left open: ${left.join(', ')}`);
  };

  return {
    opened: (what) => {
      const key = Symbol(what);
      registered.set(key, what);
      return { closed: () => void registered.delete(key) };
    },
    assertNone,
    [Symbol.asyncDispose]: assertNone,
  };
}

function count(ignored: ReadonlySet<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo())
    if (!ignored.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

const pause = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, stepMs));
