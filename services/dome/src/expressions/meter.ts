// L11: CEL always ends, but not always soon: a comprehension over a long list with a search of a long text in it is hours of
// work in a few words, and nobody else is served meanwhile. So the work is counted while it is done, by what it is done to
// and never by a clock: the same expression over the same scope stops at the same step everywhere (L10). A step is about a
// tenth of a microsecond of one process; what each thing costs was measured.
import { celEnv, celFunc, celList, isCelList, isCelMap, listType, CelScalar } from '@bufbuild/cel';
import type { CelEnv, CelInput, CelList, CelValue } from '@bufbuild/cel';
import { Pattern, readPatternText } from '@dome/skill-schema';

/** Characters or bytes that one step looks at. */
const CHARS_PER_STEP = 16;
const CALL = 4;
const ELEMENT = 2;
const APPEND = 8;
/** Calls that read a text, a calendar or a time zone. */
const SLOW: Readonly<Record<string, number>> = { timestamp: 60, duration: 120, string: 20 };
const ZONE = 1_500;
const PARSED_CHAR = 20;
/** Of a pattern that was not seen before in the same measure. */
const PATTERN = { instruction: 8, char: 20, unicodeClass: 200_000 } as const;

let left = 0;
let most = 0;
let isCounting = false;
let spent = 0;
let measure = 0;
let elementSteps = ELEMENT;

/** Everything that is evaluated in `run` shares the steps; inside another measure that one counts on. */
export function withSteps<T>(stepsMax: number, run: () => T): T {
  if (isCounting) return run();
  left = stepsMax;
  most = stepsMax;
  isCounting = true;
  measure += 1;
  patterns.clear();
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

/** Which measure this is: what is kept for one is not what is kept for the next, or its steps would depend on it. */
export const measureNow = (): number => measure;

/** What reading the text of an expression is worth. */
export const spendParsing = (chars: number): void => spend(PARSED_CHAR * chars);

/** Every element that `run` goes through is worth all that a loop may do with it: calls count themselves, all else is here. */
export function withLoops<T>(nodesInLoops: number, run: () => T): T {
  const before = elementSteps;
  elementSteps = ELEMENT + nodesInLoops;
  try {
    return run();
  } finally {
    elementSteps = before;
  }
}

/** The steps that a text is worth by its length. */
export const textSteps = (chars: number): number => Math.ceil(chars / CHARS_PER_STEP);

/** What going through so many elements is worth. */
export const spendElements = (count: number): void => spend(elementSteps * count);

/** A list of the scope: going through it is counted. */
export class MeteredArray<T> extends Array<T> {
  override values(): ArrayIterator<T> {
    spendElements(this.length);
    return super.values();
  }
}

const patterns = new Map<string, Pattern>();

function compilePattern(text: string): Pattern {
  const before = patterns.get(text);
  if (before !== undefined) return before;
  const read = readPatternText(text);
  const { size, unicodeClasses } = read;
  spend(PATTERN.instruction * size + PATTERN.char * text.length + PATTERN.unicodeClass * unicodeClasses.length);
  const pattern = new Pattern(text, read, spend);
  patterns.set(text, pattern);
  return pattern;
}

const LIST = listType(CelScalar.DYN);

/** How far a list of ours reaches into the array that it was grown in. */
const grown = new WeakMap<CelList, { readonly items: CelValue[]; readonly size: number }>();

/**
 * The library's own chains lists, and a chain of thousands is more than the stack can walk. A list that nobody has added to
 * since grows where it stands, so that a loop that builds one does not copy it in every round.
 */
const concat = celFunc('_+_', [LIST, LIST], LIST, (a: CelList, b: CelList): CelInput<typeof LIST> => {
  const before = grown.get(a);
  const isLast = before !== undefined && before.items.length === before.size;
  const items = isLast ? before.items : itemsOf(a);
  spend(APPEND + b.size + (isLast ? 0 : a.size));
  for (const item of itemsOf(b)) items.push(item);
  return viewOf(items, items.length);
});

function itemsOf(list: CelList): CelValue[] {
  const items: CelValue[] = [];
  for (let at = 0; at < list.size; at += 1) {
    const item = list.get(at);
    if (item !== undefined) items.push(item);
  }
  return items;
}

function viewOf(items: CelValue[], size: number): CelList {
  function* values(): IterableIterator<CelValue> {
    spendElements(size);
    for (let at = 0; at < size; at += 1) {
      const item = items[at];
      if (item !== undefined) yield item;
    }
  }
  const view = Object.defineProperties(celList([]), {
    size: { value: size },
    get: { value: (at: number) => (at >= 0 && at < size ? items[at] : undefined) },
    values: { value: values },
    [Symbol.iterator]: { value: values },
  });
  grown.set(view, { items, size });
  return view;
}

/** CEL whose every call of a function or operator is counted. */
export function meteredEnv(): CelEnv {
  const env = celEnv({ funcs: [concat], re2: { compile: compilePattern } });
  const funcs = replaced(env.funcs, 'find', (name: string) => {
    const group = env.funcs.find(name);
    if (group === undefined) return undefined;
    const call: typeof group.call = (id, target, args) => {
      spend(callSteps(name, target === undefined ? args : [target, ...args]));
      // Its arguments are values: what it goes through it goes through by itself, outside of any loop.
      return withLoops(0, () => group.call(id, target, args));
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
  const texts = args.reduce<number>((sum, arg) => sum + (isText(arg) ? textSteps(arg.length) : 0), 0);
  const [first, second] = args;
  switch (name) {
    case '_==_':
    case '_!=_':
      return CALL + texts + depthSteps(first) + depthSteps(second);
    case '@in':
      // Every element of a list is compared; counted is besides that they are gone through.
      return CALL + texts + (isCelList(second) ? second.size * (texts + depthSteps(first)) : 0);
    case 'size':
      // Characters are not what a string is made of.
      return CALL + 4 * texts;
    default:
      return CALL + texts + (SLOW[name] ?? 0) + (name.startsWith('get') && args.length > 1 ? ZONE : 0);
  }
}

const isText = (value: unknown): value is string | Uint8Array =>
  typeof value === 'string' || value instanceof Uint8Array;

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
