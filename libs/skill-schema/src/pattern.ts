// Patterns run on RE2, whose work grows with the text and never with the number of ways to match it. The work of a
// match is counted as the engine does it: instructions executed and characters read. The engine also caches states
// without limit, so the caches of all patterns are dropped when their total is too large.
import { RE2JS } from '@bufbuild/re2';

import type { PatternText } from './pattern-text.ts';

/** A cached state takes a kilobyte, and more if the pattern has many instructions. */
const KILOBYTES_MAX = 8_192;
const INSTRUCTIONS_PER_KILOBYTE = 256;
/** A cached transition for a character beyond ASCII takes 50 bytes. */
const CHARS_MAX = 262_144;

let generation = 0;
let kilobytes = 0;
let chars = 0;

/** Called before steps are taken; an error thrown here ends the match. */
export type Spend = (steps: number) => void;

export class Pattern {
  readonly #text: PatternText;
  readonly #pattern: string;
  readonly #spend: Spend;
  #engine: RE2JS | undefined;
  #generation = -1;

  /** @throws Error with one sentence, when it is not an RE2 pattern. */
  constructor(pattern: string, text: PatternText, spend: Spend) {
    this.#spend = spend;
    this.#pattern = pattern;
    this.#text = text;
    this.#compiled();
  }

  /** @throws Whatever `spend` throws. */
  test(text: string): boolean {
    // Before the engine starts, substrings that the pattern requires are searched for.
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

  /** Ajv caches patterns by their text. */
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
