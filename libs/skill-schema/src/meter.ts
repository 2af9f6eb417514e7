// L11: checking a value against a JSON Schema can take longer than anyone lives: nested alternatives that refer to
// themselves double with every level. So work is counted as it is done, by the size of its operands and never by a
// clock. What a pattern's engine remembers from earlier texts makes a check cheaper, never costlier.
import { LIMITS } from '@dome/contracts';

/** Ends a check that has used up its steps. */
export class OutOfSteps extends Error {}

/** What a check costs before it reads anything, if several checks share their steps. */
const STEPS_PER_CHECK = 500;

/** The steps left for several checks, which together may take as many as one. */
export class SharedSteps {
  left: number = LIMITS.schemaSteps;
}

/** Counts the checks of one schema. Outside of a check nothing is counted. */
export class Meter {
  #left = Number.POSITIVE_INFINITY;

  /** One check. A check never runs inside another: it is one synchronous call. @throws OutOfSteps */
  check<Value>(run: () => Value, shared?: SharedSteps): Value {
    this.#left = shared === undefined ? LIMITS.schemaSteps : shared.left - STEPS_PER_CHECK;
    try {
      return run();
    } finally {
      if (shared !== undefined) shared.left = Math.max(0, this.#left);
      this.#left = Number.POSITIVE_INFINITY;
    }
  }

  /** @throws OutOfSteps */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new OutOfSteps();
  }
}
