// L11: CEL always ends, but not always soon: a comprehension over a long list with a search of a long text in it is hours of
// work in a few words, and nobody else is served meanwhile. So the work is counted while it is done, by what it is done to
// and never by a clock: the same expression over the same scope stops at the same step everywhere (L10).
import { celEnv, celFunc, celList, isCelList, isCelMap, listType, CelScalar } from '@bufbuild/cel';
import type { CelEnv, CelInput, CelList, CelValue } from '@bufbuild/cel';

/** Characters or bytes that one step looks at. */
const CHARS_PER_STEP = 64;
const COPIES_PER_STEP = 32;

let left = 0;
let most = 0;
let isCounting = false;
let spent = 0;

/** Everything that is evaluated in `run` shares the steps; inside another measure that one counts on. */
export function withSteps<T>(stepsMax: number, run: () => T): T {
  if (isCounting) return run();
  left = stepsMax;
  most = stepsMax;
  isCounting = true;
  try {
    return run();
  } finally {
    isCounting = false;
  }
}

/** Counts inside a measure; outside of one nothing is. @throws Error when the work is more than was allowed. */
export function spend(steps: number): void {
  if (!isCounting) return;
  spent += steps;
  left -= steps;
  if (left < 0) throw new Error(`too much work: the limit is ${most} steps`);
}

/** The steps of all measures so far: what lies between two looks is what was done between them. */
export const stepsSpent = (): number => spent;

/** The steps that a text is worth by its length. */
export const textSteps = (chars: number): number => Math.ceil(chars / CHARS_PER_STEP);

/** A list of the scope: going through it is counted. */
export class MeteredArray<T> extends Array<T> {
  override values(): ArrayIterator<T> {
    spend(this.length);
    return super.values();
  }
}

/** A map of the scope: going through it is counted. */
export class MeteredMap<K, V> extends Map<K, V> {
  override keys(): MapIterator<K> {
    spend(this.size);
    return super.keys();
  }

  override entries(): MapIterator<[K, V]> {
    spend(this.size);
    return super.entries();
  }

  override values(): MapIterator<V> {
    spend(this.size);
    return super.values();
  }
}

const LIST = listType(CelScalar.DYN);

/** The library's own chains lists, and a chain of thousands is more than the stack can walk. */
const concat = celFunc('_+_', [LIST, LIST], LIST, (a: CelList, b: CelList): CelInput<typeof LIST> => {
  const both = new MeteredArray<CelValue>();
  for (const list of [a, b]) {
    for (let at = 0; at < list.size; at += 1) {
      const item = list.get(at);
      if (item !== undefined) both.push(item);
    }
  }
  return celList(both);
});

/** CEL whose every call of a function or operator is counted. */
export function meteredEnv(): CelEnv {
  const env = celEnv({ funcs: [concat] });
  const funcs = replaced(env.funcs, 'find', (name: string) => {
    const group = env.funcs.find(name);
    if (group === undefined) return undefined;
    const call: typeof group.call = (id, target, args) => {
      spend(callSteps(name, target === undefined ? args : [target, ...args]));
      return group.call(id, target, args);
    };
    return replaced(group, 'call', call);
  });
  return replaced(env, 'funcs', funcs);
}

/** The same object with one member that is another. */
function replaced<T extends object, Key extends keyof T>(of: T, key: Key, member: T[Key]): T {
  return new Proxy(of, { get: (target, name) => (name === key ? member : Reflect.get(target, name)) });
}

function callSteps(name: string, args: readonly CelValue[]): number {
  const texts = args.reduce<number>((sum, arg) => sum + (isText(arg) ? textSteps(arg.length) : 0), 1);
  const [first, second] = args;
  switch (name) {
    case '_==_':
    case '_!=_':
      return texts + depthSteps(first) + depthSteps(second);
    case '@in':
      // Every element of a list is compared; counted is besides that they are gone through.
      return texts + (isCelList(second) ? second.size * (texts + depthSteps(first)) : 0);
    case '_+_':
      return texts + Math.ceil((sizeOf(first) + sizeOf(second)) / COPIES_PER_STEP);
    case 'matches':
      return texts * (typeof second === 'string' ? patternSteps(second) : 1);
    default:
      return texts;
  }
}

const REPEATS_MAX = 1_000;

/** What a linear-time pattern does for each character: each of its own, and a counted repetition is as many copies. */
export function patternSteps(pattern: string): number {
  const counts = [...pattern.matchAll(/\{(\d*),?(\d*)\}/g)].map(([, from, to]) => Number(to) || Number(from) || 1);
  return (
    (1 + pattern.length) *
    Math.min(
      REPEATS_MAX,
      counts.reduce((product, count) => product * count, 1),
    )
  );
}

const isText = (value: unknown): value is string | Uint8Array =>
  typeof value === 'string' || value instanceof Uint8Array;

const sizeOf = (value: unknown): number => (isCelList(value) ? value.size : 0);

/** What comparing the whole of a list or map takes; walking it is counted on the way. */
function depthSteps(value: unknown): number {
  if (isText(value)) return textSteps(value.length);
  const members = isCelList(value) || isCelMap(value) ? value.values() : [];
  let steps = 0;
  for (const member of members) {
    const more = 1 + depthSteps(member);
    spend(more);
    steps += more;
  }
  return steps;
}
