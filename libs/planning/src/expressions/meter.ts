// L11: CEL always ends, but not always soon: a comprehension over a long list with a search in a long text is hours of
// work in a few words, and nobody else is served meanwhile. So work is counted as it is done, by the size of its
// operands and never by a clock: the same expression over the same scope stops at the same step everywhere (L10). A
// step is about a tenth of a microsecond of one process; the cost of each operation was measured.
import { Pattern, readPatternText } from '@dome/skill-schema';

/** Characters or bytes read in one step. */
const CHARS_PER_STEP = 16;
const ELEMENT = 2;
const PARSED_CHAR = 20;
/** For a pattern that the meter has not seen before. */
const PATTERN = { instruction: 8, char: 20, unicodeClass: 200_000 } as const;

/** The steps for a text of this length. */
export const textSteps = (chars: number): number => Math.ceil(chars / CHARS_PER_STEP);

/** Counts the work of expressions that share their steps, and remembers the patterns that they have paid for. */
export class ExpressionMeter {
  readonly #most: number;
  readonly #patterns = new Map<string, Pattern>();
  #spent = 0;
  #elementSteps = ELEMENT;

  constructor(stepsMax: number) {
    this.#most = stepsMax;
  }

  get spent(): number {
    return this.#spent;
  }

  /** @throws Error with one sentence, when the work exceeds the limit; so does every method that spends. */
  spend(steps: number): void {
    this.#spent += steps;
    if (this.#spent > this.#most) throw new Error(`too much work: the limit is ${this.#most} steps`);
  }

  /** The cost of parsing an expression. */
  spendParsing(chars: number): void {
    this.spend(PARSED_CHAR * chars);
  }

  /** The cost of iterating over this many elements. */
  spendElements(count: number): void {
    this.spend(this.#elementSteps * count);
  }

  /**
   * Each element that `run` visits costs everything that a loop may do with it, except calls, which count themselves.
   */
  inLoops<T>(nodesInLoops: number, run: () => T): T {
    const before = this.#elementSteps;
    this.#elementSteps = ELEMENT + nodesInLoops;
    try {
      return run();
    } finally {
      this.#elementSteps = before;
    }
  }

  pattern(text: string): Pattern {
    const before = this.#patterns.get(text);
    if (before !== undefined) return before;
    const read = readPatternText(text);
    const { size, unicodeClasses } = read;
    this.spend(PATTERN.instruction * size + PATTERN.char * text.length + PATTERN.unicodeClass * unicodeClasses.length);
    const pattern = new Pattern(text, read, (steps) => this.spend(steps));
    this.#patterns.set(text, pattern);
    return pattern;
  }
}
