// JSON has one kind of number and CEL has two: an integer of JSON becomes an int, so that `failed == 0` and `items[0]`
// mean what they seem to. Objects become maps of their own members only. A scope holds the results of every task and an
// expression uses a few, so members are converted lazily.
import type { CelInput } from '@bufbuild/cel';

import type { ExpressionMeter } from './meter.ts';

// oxlint-disable-next-line unicorn/no-null -- the null of CEL, which stands for what JSON cannot hold
const NULL: CelInput = null;

export type CelScope = Record<string, CelInput>;

export const toCelScope = (scope: Readonly<Record<string, unknown>>, meter: ExpressionMeter): CelScope =>
  Object.fromEntries(Object.entries(scope).map(([name, value]) => [name, toCel(value, meter)]));

function toCel(value: unknown, meter: ExpressionMeter): CelInput {
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value) ? BigInt(value) : value;
    case 'string':
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return value;
      if (!Array.isArray(value)) return new ScopeMap(value, meter);
      meter.spend(value.length);
      return new ScopeList(value, meter);
    default:
      return NULL;
  }
}

/** A list of the scope, whose iteration is counted. */
class ScopeList extends Array<CelInput> {
  /** The library turns it into a list of its own. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  readonly #meter: ExpressionMeter;

  constructor(items: readonly unknown[], meter: ExpressionMeter) {
    super();
    this.#meter = meter;
    for (const item of items) this.push(toCel(item, meter));
  }

  override values(): ArrayIterator<CelInput> {
    this.#meter.spendElements(this.length);
    return super.values();
  }
}

/** A map of the scope, whose iteration is counted. */
class ScopeMap extends Map<string, CelInput> {
  readonly #members: ReadonlyMap<string, unknown>;
  readonly #meter: ExpressionMeter;

  constructor(value: object, meter: ExpressionMeter) {
    super();
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    meter.spend(members.length);
    this.#meter = meter;
    this.#members = new Map(members);
  }

  override get size(): number {
    return this.#members.size;
  }

  override has(name: string): boolean {
    return this.#members.has(name);
  }

  override get(name: string): CelInput | undefined {
    if (!this.#members.has(name)) return undefined;
    const before = super.get(name);
    if (before !== undefined) return before;
    const made = toCel(this.#members.get(name), this.#meter);
    super.set(name, made);
    return made;
  }

  override keys(): MapIterator<string> {
    this.#meter.spendElements(this.size);
    return new Map(this.#members).keys();
  }

  override entries(): MapIterator<[string, CelInput]> {
    return this.#all().entries();
  }

  override values(): MapIterator<CelInput> {
    return this.#all().values();
  }

  override [Symbol.iterator](): MapIterator<[string, CelInput]> {
    return this.entries();
  }

  override forEach(each: (value: CelInput, name: string, map: Map<string, CelInput>) => void): void {
    this.#all().forEach(each);
  }

  #all(): Map<string, CelInput> {
    this.#meter.spendElements(this.size);
    return new Map(Array.from(this.#members.keys(), (name) => [name, this.get(name) ?? NULL]));
  }
}
