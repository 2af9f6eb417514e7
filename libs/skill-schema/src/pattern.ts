// Patterns run on RE2, whose work grows with the text and never with the ways to read it. How much work a text is to a
// pattern is counted as its engine does it: instructions looked at, and characters gone through. The engine also remembers
// where it has been, without end: what all of them remember together is forgotten when it is too much.
import { RE2JS } from '@bufbuild/re2';

import type { PatternText } from './pattern-text.ts';

/** A place that it has been at is a kilobyte, and more where the pattern has many instructions. */
const KILOBYTES_MAX = 8_192;
const INSTRUCTIONS_PER_KILOBYTE = 256;
/** A transition that is remembered for a character beyond ASCII is 50 bytes. */
const CHARS_MAX = 262_144;

let generation = 0;
let kilobytes = 0;
let chars = 0;

/** Told of steps before they are done; what it throws ends the match. */
export type Spend = (steps: number) => void;

export class Pattern {
  readonly #text: PatternText;
  readonly #pattern: string;
  readonly #spend: Spend;
  #engine: RE2JS | undefined;
  #generation = -1;

  /** @throws Error with one sentence, when it is no pattern of RE2. */
  constructor(pattern: string, text: PatternText, spend: Spend) {
    this.#spend = spend;
    this.#pattern = pattern;
    this.#text = text;
    this.#compiled();
  }

  /** @throws Whatever `spend` throws. */
  test(text: string): boolean {
    // Before the engine starts, texts that the pattern cannot do without are looked for.
    this.#spend(1 + Math.ceil(text.length * (1 + this.#pattern.length / 256)));
    const engine = this.#compiled();
    const { dfa } = engine.re2();
    const before = dfa.stateCount;
    try {
      return this.#text.isWhole ? engine.testExact(text) : engine.test(text);
    } finally {
      const each = 1 + this.#text.size / INSTRUCTIONS_PER_KILOBYTE;
      remember(Math.max(0, dfa.stateCount - before) * each, text.length);
    }
  }

  /** Ajv keeps patterns by their text. */
  toString(): string {
    return this.#pattern;
  }

  #compiled(): RE2JS {
    if (this.#engine !== undefined && this.#generation === generation) return this.#engine;
    const engine = RE2JS.compile(this.#text.source);
    const { prog } = engine.re2();
    const { inst } = prog;
    const spend = this.#spend;
    prog.getInst = (at) => {
      spend(1);
      // As the method of the library does: `at` is an instruction of this program.
      // oxlint-disable-next-line typescript/no-non-null-assertion
      return inst[at]!;
    };
    this.#engine = engine;
    this.#generation = generation;
    return engine;
  }
}

function remember(newKilobytes: number, newChars: number): void {
  kilobytes += newKilobytes;
  chars += newChars;
  if (kilobytes <= KILOBYTES_MAX && chars <= CHARS_MAX) return;
  generation += 1;
  kilobytes = 0;
  chars = 0;
}
