/**
 * What keeps a service from serving, each lack by the name of the part that has it: for the probe of a cluster, and for
 * the person who asks why nothing happens. A service that is starting lacks its start. A part is asked at each probe and
 * answers from memory, so that a probe costs nothing and waits for nobody.
 */
import { cutText, LIMITS, toDomeError } from '@dome/contracts';

/** A sentence that says why the part cannot work now; undefined while it can. */
type Asked = () => string | undefined;

export interface Readiness {
  /** Sentences by the name of the part; empty while the service serves. */
  readonly lacks: ReadonlyMap<string, string>;
  /** Every part that is asked, or lacked something, in the order of a start. */
  readonly checks: readonly { readonly part: string; readonly lack: string | undefined }[];
  /** From now on the part is asked. */
  check(part: string, asked: Asked): void;
  lack(part: string, why: string): void;
  /** The part lacks nothing any more. */
  meet(part: string): void;
}

const START = 'start';

export function createReadiness(): Readiness {
  const parts = new Map<string, Asked>([[START, () => 'It has not started yet.']]);
  const checks = (): Readiness['checks'] =>
    [...parts].map(([part, asked]) => ({ part, lack: onOneLine(answerOf(asked)) }));
  return {
    get lacks() {
      return new Map(checks().flatMap(({ part, lack }) => (lack === undefined ? [] : [[part, lack] as const])));
    },
    get checks() {
      return checks();
    },
    check: (part, asked) => void parts.set(part, asked),
    lack: (part, why) => void parts.set(part, () => why),
    meet: (part) => void parts.set(part, () => undefined),
  };
}

/** Called once, by whoever runs the start. */
export function meetStart(readiness: Readiness): void {
  readiness.check(START, () => undefined);
}

/** A check that breaks hides no other, and nobody can say that its part works. */
function answerOf(asked: Asked): string | undefined {
  try {
    return asked();
  } catch (thrown) {
    return `Its check failed: ${toDomeError(thrown).message}`;
  }
}

function onOneLine(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cutText(text.replaceAll(/\s+/g, ' '), LIMITS.healthDetailChars);
}
