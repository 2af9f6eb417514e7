// A schema is untrusted text that becomes code, so it is read before it is compiled: every keyword is known, it is
// small enough to be compiled in one turn, every pattern is RE2, and references stay inside and lead somewhere. The
// result is a copy without descriptions, in which each part states the cost of a visit.
import { escapeSegment, isJsonObject, LIMITS } from '@dome/contracts';

import { costOf } from './cost.ts';
import { refuse } from './defect.ts';
import { isFormat } from './formats.ts';
import type { Meter } from './meter.ts';
import { readPatternText } from './pattern-text.ts';
import { Pattern } from './pattern.ts';
import { Places } from './places.ts';
import { isPlain } from './plain.ts';
import { ASSERTIONS, IN_PLACE, LIST, NAMED, ONE, UNSUPPORTED, ANNOTATIONS } from './vocabulary.ts';

/** The keyword that carries the cost; no schema can use it, because the vocabulary does not know it. */
export const COST = 'dome:cost';

export interface Prepared {
  readonly schema: Record<string, unknown>;
  readonly patterns: ReadonlyMap<string, Pattern>;
  readonly fillsDefaults: boolean;
  /** Some member has a name that every JavaScript object has, such as `constructor`. */
  readonly needsOwnMembers: boolean;
}

interface At {
  readonly pointer: string;
  readonly depth: number;
  /** Below a keyword that applies it to many values. */
  readonly isRepeated: boolean;
}

/** @throws SchemaRefused with the pointer of the first error. */
export function prepare(schema: Record<string, unknown>, meter: Meter): Prepared {
  const reading = new Reading(meter);
  const copy = reading.part(schema, { pointer: '', depth: 0, isRepeated: false });
  reading.places.check();
  return {
    schema: copy,
    patterns: reading.patterns,
    fillsDefaults: reading.fillsDefaults,
    needsOwnMembers: reading.needsOwnMembers,
  };
}

class Reading {
  readonly places = new Places();
  readonly patterns = new Map<string, Pattern>();
  fillsDefaults = false;
  needsOwnMembers = false;
  readonly #meter: Meter;
  #isPlain = true;
  #parts = 0;
  #rules = 0;
  #values = 0;
  #patternsSize = 0;
  readonly #unicodeClasses = new Set<string>();
  readonly #read: { readonly part: Record<string, unknown>; readonly copy: Record<string, unknown> }[] = [];

  constructor(meter: Meter) {
    this.#meter = meter;
  }

  part(part: Record<string, unknown>, at: At): Record<string, unknown> {
    const copy = this.#object(part, at);
    if (!this.#isPlain) for (const each of this.#read) each.copy[COST] = costOf(each.part);
    return copy;
  }

  #any(part: unknown, at: At): unknown {
    if (isJsonObject(part)) return this.#object(part, at);
    if (typeof part !== 'boolean') refuse(at.pointer, 'must be a schema: an object, true or false');
    this.#count(at);
    return part;
  }

  #object(part: Record<string, unknown>, at: At): Record<string, unknown> {
    this.#count(at);
    if (this.#isPlain && !isPlain(part, at.isRepeated)) this.#isPlain = false;
    if (Object.hasOwn(part, 'default')) this.fillsDefaults = true;
    const members: [string, unknown][] = [];
    for (const [keyword, value] of Object.entries(part)) {
      const below = { ...at, pointer: `${at.pointer}/${escapeSegment(keyword)}`, depth: at.depth + 1 };
      const read = this.#member(keyword, value, below);
      if (read !== undefined) members.push([keyword, read]);
      if (IN_PLACE.has(keyword)) this.places.leads(at.pointer, keyword, value);
    }
    const copy: Record<string, unknown> = Object.fromEntries(members);
    this.#read.push({ part, copy });
    return copy;
  }

  #count({ pointer, depth }: At): void {
    this.places.add(pointer);
    this.#parts += 1;
    if (this.#parts > LIMITS.schemaParts)
      refuse(pointer, `is one schema too many: a schema holds ${LIMITS.schemaParts}`);
    if (depth > LIMITS.jsonDepth) refuse(pointer, `is nested more than ${LIMITS.jsonDepth} deep`);
  }

  /** What the copy contains there, or nothing. */
  #member(keyword: string, value: unknown, at: At): unknown {
    const isRepeated = at.isRepeated || (keyword !== 'properties' && !IN_PLACE.has(keyword));
    if (ONE.has(keyword)) return this.#any(value, { ...at, isRepeated });
    if (LIST.has(keyword)) return this.#list(value, { ...at, isRepeated });
    if (NAMED.has(keyword)) return this.#named(keyword, value, { ...at, isRepeated });
    if (ASSERTIONS.has(keyword) || keyword === 'default') return this.#value(keyword, value, at.pointer);
    if (keyword === '$ref') return this.#reference(value, at.pointer);
    if (ANNOTATIONS.has(keyword) || keyword.startsWith('x-')) return undefined;
    if (keyword === '$id') {
      if (at.depth > 1) refuse(at.pointer, 'is the name of a schema inside a schema', 'Use $defs.');
      return undefined;
    }
    const instead = Object.hasOwn(UNSUPPORTED, keyword) ? UNSUPPORTED[keyword] : undefined;
    if (instead !== undefined) refuse(at.pointer, 'is not supported', instead);
    return refuse(
      at.pointer,
      `unknown keyword ${JSON.stringify(keyword.slice(0, 64))}`,
      'Words of your own begin with x-.',
    );
  }

  #list(value: unknown, at: At): unknown[] {
    if (!Array.isArray(value)) refuse(at.pointer, 'must be a list of schemas');
    return value.map((one, index) => this.#any(one, { ...at, pointer: `${at.pointer}/${index}`, depth: at.depth + 1 }));
  }

  #named(keyword: string, value: unknown, at: At): Record<string, unknown> {
    if (!isJsonObject(value)) refuse(at.pointer, 'must be an object of schemas');
    const members = Object.entries(value).map(([name, one]): [string, unknown] => {
      const pointer = `${at.pointer}/${escapeSegment(name)}`;
      if (keyword === 'patternProperties') this.#pattern(name, pointer);
      if (keyword === 'properties') this.#noteName(name);
      return [name, this.#any(one, { ...at, pointer, depth: at.depth + 1 })];
    });
    return Object.fromEntries(members);
  }

  #noteName(name: string): void {
    if (name in Object.prototype) this.needsOwnMembers = true;
  }

  #value(keyword: string, value: unknown, pointer: string): unknown {
    if (keyword === 'pattern') this.#pattern(value, pointer);
    if (keyword === 'format' && typeof value === 'string' && !isFormat(value)) {
      refuse(pointer, `${JSON.stringify(value.slice(0, 64))} is a format that nothing checks`, FORMAT_HINT);
    }
    if (keyword === 'required' && Array.isArray(value)) for (const name of value) this.#noteName(String(name));
    this.#rules += keyword === 'dependentRequired' && isJsonObject(value) ? Object.keys(value).length : 1;
    if (this.#rules > LIMITS.schemaRules) {
      refuse(pointer, `is one rule too many: the keywords that hold a value are at most ${LIMITS.schemaRules}`);
    }
    this.#values += valuesIn(value);
    if (this.#values > LIMITS.schemaValues) {
      refuse(pointer, `holds a value too many: the values of a schema are at most ${LIMITS.schemaValues}`);
    }
    return value;
  }

  #reference(value: unknown, pointer: string): unknown {
    if (typeof value !== 'string' || !value.startsWith('#')) {
      refuse(
        pointer,
        'does not name a place in the schema',
        'Write a place of the schema itself, such as #/$defs/name.',
      );
    }
    return value;
  }

  #pattern(pattern: unknown, pointer: string): void {
    if (typeof pattern !== 'string') refuse(pointer, 'must be a pattern: a string');
    if (this.patterns.has(pattern)) return;
    const text = patternAt(pattern, pointer, readPatternText);
    this.#patternsSize += text.size;
    for (const name of text.unicodeClasses) this.#unicodeClasses.add(name);
    if (this.patterns.size >= LIMITS.schemaPatterns) {
      refuse(pointer, `is one pattern too many: a schema holds ${LIMITS.schemaPatterns}`);
    }
    if (this.#patternsSize > LIMITS.schemaPatternsSize) {
      refuse(
        pointer,
        `is too much: the patterns of a schema come to ${LIMITS.schemaPatternsSize} instructions at most`,
      );
    }
    if (this.#unicodeClasses.size > LIMITS.schemaUnicodeClasses) {
      refuse(pointer, `is one Unicode class too many: a schema names ${LIMITS.schemaUnicodeClasses}`);
    }
    this.patterns.set(
      pattern,
      patternAt(pattern, pointer, () => new Pattern(pattern, text, (steps) => this.#meter.spend(steps))),
    );
  }
}

function patternAt<Read>(pattern: string, pointer: string, read: (pattern: string) => Read): Read {
  try {
    return read(pattern);
  } catch (cause) {
    const says = cause instanceof Error ? cause.message : String(cause);
    return refuse(pointer, `is no pattern of RE2: ${says.slice(0, 256)}`, PATTERN_HINT);
  }
}

const FORMAT_HINT = 'Leave it out, or hold the text to a pattern.';
const PATTERN_HINT =
  'Patterns take linear time: no look-ahead, look-behind or back-reference. Hold the value to several patterns with allOf, or leave the rest to the skill.';

const valuesIn = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((sum, member) => sum + valuesIn(member), 1)
    : 1;
