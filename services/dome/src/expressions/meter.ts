// L11: CEL always ends, but not always soon: a comprehension over a long list with a search of a long text in it is hours of
// work in a few words, and nobody else is served meanwhile. So the work is counted while it is done, by what it is done to
// and never by a clock: the same expression over the same scope stops at the same step everywhere (L10). A step is about a
// tenth of a microsecond of one process; what each thing costs was measured.
import { Pattern, readPatternText } from '@dome/skill-schema';

/** Characters or bytes that one step looks at. */
const CHARS_PER_STEP = 16;
const ELEMENT = 2;
const PARSED_CHAR = 20;
/** Of a pattern that was not seen before by the same meter. */
const PATTERN = { instruction: 8, char: 20, unicodeClass: 200_000 } as const;

/** The steps that a text is worth by its length. */
export const textSteps = (chars: number): number => Math.ceil(chars / CHARS_PER_STEP);

/** Counts the work of expressions that share their steps, and knows the patterns that they have paid for. */
export class Meter {
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

  /** @throws Error with one sentence, when the work is more than was allowed; so does everything that spends. */
  spend(steps: number): void {
    this.#spent += steps;
    if (this.#spent > this.#most) throw new Error(`too much work: the limit is ${this.#most} steps`);
  }

  /** What reading the text of an expression is worth. */
  spendParsing(chars: number): void {
    this.spend(PARSED_CHAR * chars);
  }

  /** What going through so many elements is worth. */
  spendElements(count: number): void {
    this.spend(this.#elementSteps * count);
  }

  /** Every element that `run` goes through is worth all that a loop may do with it: calls count themselves, all else is here. */
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
