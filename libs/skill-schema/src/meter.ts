// L11: whether a value satisfies a JSON Schema can take longer than anybody lives: alternatives inside alternatives that
// refer to themselves double with every level. So what is done is counted while it is done, by what it is done to and never
// by a clock. What the engine of a pattern remembers of earlier texts makes a check cheaper, and never dearer.
import { LIMITS } from '@dome/contracts';

/** Thrown out of a check whose steps are spent. */
export class OutOfSteps extends Error {}

let left = Number.POSITIVE_INFINITY;
/** What is left to several checks together. */
let shared: number | undefined;
/** What a check costs before it looks at anything, where many of them share their steps. */
const stepsPerCheck = 500;

/** One check with steps of its own. A check never runs inside another: it is one synchronous call. @throws OutOfSteps */
export function withSteps<Value>(run: () => Value): Value {
  left = shared === undefined ? LIMITS.schemaSteps : shared - stepsPerCheck;
  try {
    return run();
  } finally {
    if (shared !== undefined) shared = Math.max(0, left);
    left = Number.POSITIVE_INFINITY;
  }
}

/** All checks that are made in it have the steps of one. */
export function withSharedSteps<Value>(run: () => Value): Value {
  shared = LIMITS.schemaSteps;
  try {
    return run();
  } finally {
    shared = undefined;
  }
}

/** @throws OutOfSteps */
export function spend(steps: number): void {
  left -= steps;
  if (left < 0) throw new OutOfSteps();
}
