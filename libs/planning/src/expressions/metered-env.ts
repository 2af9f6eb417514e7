// CEL under a meter, which counts every call of a function or operator and every element visited.
import { celEnv, celFunc, celList, isCelList, isCelMap, listType, CelScalar } from '@bufbuild/cel';
import type { CelEnv, CelInput, CelList, CelValue } from '@bufbuild/cel';

import { textSteps } from './meter.ts';
import type { ExpressionMeter } from './meter.ts';
import { mixedNumbers } from './mixed-numbers.ts';

const CALL = 4;
const APPEND = 8;
/** Creating the environment itself. */
const ENVIRONMENT = 300;
/** Calls that parse a text, a calendar or a time zone. */
const SLOW: Readonly<Record<string, number>> = { timestamp: 60, duration: 120, string: 20 };
const ZONE = 1_500;

/** @throws Error with one sentence, when the steps of the meter are spent. */
export function meteredEnv(meter: ExpressionMeter): CelEnv {
  meter.spend(ENVIRONMENT);
  const env = celEnv({ funcs: [concatOf(meter), ...mixedNumbers], re2: { compile: (text) => meter.pattern(text) } });
  const funcs = replaced(env.funcs, 'find', (name: string) => {
    const group = env.funcs.find(name);
    if (group === undefined) return undefined;
    const call: typeof group.call = (id, target, args) => {
      meter.spend(callSteps(name, target === undefined ? args : [target, ...args], meter));
      // Its arguments are values, which it walks by itself, outside any loop.
      return meter.inLoops(0, () => group.call(id, target, args));
    };
    return replaced(group, 'call', call);
  });
  return replaced(env, 'funcs', funcs);
}

/** The same object with one member replaced. */
function replaced<T extends object, Key extends keyof T>(of: T, key: Key, member: T[Key]): T {
  return new Proxy(of, { get: (target, name) => (name === key ? member : Reflect.get(target, name)) });
}

const LIST = listType(CelScalar.DYN);

/** How far one of our lists reaches into the array that it was grown in. */
type Grown = WeakMap<CelList, { readonly items: CelValue[]; readonly size: number }>;

/**
 * The library concatenates lists as chains, and a chain of thousands is more than the stack can walk. Here a list that
 * has not been appended to since grows in place, so that a loop that builds one does not copy it on every pass.
 */
function concatOf(meter: ExpressionMeter): ReturnType<typeof celFunc> {
  const grown: Grown = new WeakMap();
  return celFunc('_+_', [LIST, LIST], LIST, (a: CelList, b: CelList): CelInput<typeof LIST> => {
    const before = grown.get(a);
    const isLast = before !== undefined && before.items.length === before.size;
    const items = isLast ? before.items : itemsOf(a);
    meter.spend(APPEND + b.size + (isLast ? 0 : a.size));
    for (const item of itemsOf(b)) items.push(item);
    const view = viewOf(items, items.length, meter);
    grown.set(view, { items, size: items.length });
    return view;
  });
}

function itemsOf(list: CelList): CelValue[] {
  const items: CelValue[] = [];
  for (let at = 0; at < list.size; at += 1) {
    const item = list.get(at);
    if (item !== undefined) items.push(item);
  }
  return items;
}

function viewOf(items: CelValue[], size: number, meter: ExpressionMeter): CelList {
  function* values(): IterableIterator<CelValue> {
    meter.spendElements(size);
    for (let at = 0; at < size; at += 1) {
      const item = items[at];
      if (item !== undefined) yield item;
    }
  }
  return Object.defineProperties(celList([]), {
    size: { value: size },
    get: { value: (at: number) => (at >= 0 && at < size ? items[at] : undefined) },
    values: { value: values },
    [Symbol.iterator]: { value: values },
  });
}

function callSteps(name: string, args: readonly CelValue[], meter: ExpressionMeter): number {
  const texts = args.reduce<number>((sum, arg) => sum + (isText(arg) ? textSteps(arg.length) : 0), 0);
  const [first, second] = args;
  switch (name) {
    case '_==_':
    case '_!=_':
      return CALL + texts + depthSteps(first, meter) + depthSteps(second, meter);
    case '@in':
      // Every element of a list is compared; that they are visited is counted separately.
      return CALL + texts + (isCelList(second) ? second.size * (texts + depthSteps(first, meter)) : 0);
    case 'size':
      // JavaScript strings are not sequences of characters.
      return CALL + 4 * texts;
    default:
      return CALL + texts + (SLOW[name] ?? 0) + (name.startsWith('get') && args.length > 1 ? ZONE : 0);
  }
}

const isText = (value: unknown): value is string | Uint8Array =>
  typeof value === 'string' || value instanceof Uint8Array;

/** The cost of comparing a whole list or map; walking it is counted along the way. */
function depthSteps(value: unknown, meter: ExpressionMeter): number {
  if (isText(value)) return textSteps(value.length);
  const members = isCelList(value) || isCelMap(value) ? value.values() : [];
  let steps = 0;
  for (const member of members) {
    const more = 1 + depthSteps(member, meter);
    meter.spend(more);
    steps += more;
  }
  return steps;
}
