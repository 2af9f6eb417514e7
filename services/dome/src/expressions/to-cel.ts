// JSON knows one kind of number and CEL knows two: an integer of JSON becomes an int, so that `failed == 0` and
// `items[0]` mean what they look like. Objects become maps of their own members only. A scope holds the results of every
// task and an expression asks for two of them, so that a member becomes what it is when it is asked for.
import type { CelInput } from '@bufbuild/cel';

import { MeteredArray, measureNow, spend, spendElements } from './meter.ts';

type Scope = Readonly<Record<string, unknown>>;
type CelScope = Record<string, CelInput>;

const kept = new WeakMap<Scope, { readonly measure: number; readonly scope: CelScope }>();

/** The expressions of one measure share what the first of them asked for. */
export function toCelScope(scope: Scope): CelScope {
  const measure = measureNow();
  const before = kept.get(scope);
  if (before?.measure === measure) return before.scope;
  const made = Object.fromEntries(Object.entries(scope).map(([name, value]) => [name, toCel(value)]));
  kept.set(scope, { measure, scope: made });
  return made;
}

function toCel(value: unknown): CelInput {
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value) ? BigInt(value) : value;
    case 'string':
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return null;
      if (!Array.isArray(value)) return new ScopeMap(value);
      spend(value.length);
      return MeteredArray.from(value, (item) => toCel(item));
    default:
      return null;
  }
}

/** A map of the scope: going through it is counted. */
class ScopeMap extends Map<string, CelInput> {
  readonly #members: ReadonlyMap<string, unknown>;

  constructor(value: object) {
    super();
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    spend(members.length);
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
    const made = toCel(this.#members.get(name));
    super.set(name, made);
    return made;
  }

  override keys(): MapIterator<string> {
    spendElements(this.size);
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
    spendElements(this.size);
    return new Map(Array.from(this.#members.keys(), (name) => [name, this.get(name) ?? null]));
  }
}
