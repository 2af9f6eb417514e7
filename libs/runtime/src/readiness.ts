// What keeps a service from serving, each lack by the name of the part that has it: for the probe of a cluster, and for the
// person who asks why nothing happens. A service that is starting lacks its start.

export interface Readiness {
  /** Sentences by the name of the part; empty while the service serves. */
  readonly lacks: ReadonlyMap<string, string>;
  lack(part: string, why: string): void;
  /** The part lacks nothing any more. */
  meet(part: string): void;
}

const START = 'start';

export function createReadiness(): Readiness {
  const lacks = new Map([[START, 'It has not started yet.']]);
  return {
    lacks,
    lack: (part, why) => void lacks.set(part, why),
    meet: (part) => void lacks.delete(part),
  };
}

/** Called once, by whoever runs the start. */
export function meetStart(readiness: Readiness): void {
  readiness.meet(START);
}
