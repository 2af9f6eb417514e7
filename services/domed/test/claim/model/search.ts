// Breadth-first over every state, so that the first trace to a harm is a shortest one; then backwards from the goals, to
// find a state from which no goal can be reached (a wedge). A harm ends its trace: nothing that follows is searched, and no
// wedge is looked for when there is a harm.
import { packWorld, unpackWorld } from './world.ts';
import type { World } from './world.ts';

/** `harm`: what this very step did wrong, if anything. */
export type Emit = (label: string, next: World, harm?: string) => void;

export interface Model {
  readonly initial: World;
  successors(world: World, emit: Emit): void;
  harms(world: World): readonly string[];
  isGoal(world: World): boolean;
}

export interface Found {
  readonly what: string;
  readonly trace: readonly string[];
}
export interface SearchResult {
  readonly states: number;
  readonly goals: number;
  readonly harms: readonly Found[];
  readonly wedge: Found | undefined;
}

export function search(model: Model): SearchResult {
  const states = createStates();
  const edges = createEdges();
  const harms = new Map<string, Found>();
  const traceTo = (state: number): string[] => trace(model, states, state);
  const found = (what: string, path: () => readonly string[]): void => {
    if (!harms.has(what)) harms.set(what, { what, trace: path() });
  };
  states.add(model.initial, -1);
  for (let at = 0; at < states.count(); at += 1) {
    const world = states.world(at);
    const wrong = model.harms(world);
    for (const harm of wrong) found(harm, () => traceTo(at));
    if (wrong.length > 0) continue;
    model.successors(world, (label, next, harm) => {
      if (harm === undefined) edges.add(at, states.add(next, at));
      else found(harm, () => [...traceTo(at), label]);
    });
  }
  const goals: number[] = [];
  for (let state = 0; state < states.count(); state += 1) if (model.isGoal(states.world(state))) goals.push(state);
  const lost = harms.size > 0 ? -1 : edges.firstNotReaching(goals, states.count());
  const wedge = lost < 0 ? undefined : { what: 'no goal can be reached', trace: traceTo(lost) };
  return { states: states.count(), goals: goals.length, harms: [...harms.values()], wedge };
}

/** Labels are not stored: the step from parent to child is found again. */
function trace(model: Model, states: States, state: number): string[] {
  const labels: string[] = [];
  for (let child = state, parent = states.parent(child); parent >= 0; child = parent, parent = states.parent(child)) {
    const target = packWorld(states.world(child)).join();
    let step: string | undefined;
    model.successors(states.world(parent), (label, next) => {
      if (step === undefined && packWorld(next).join() === target) step = label;
    });
    labels.push(step ?? '?');
  }
  return labels.toReversed();
}

interface States {
  /** The number of the state, new or known. */
  add(world: World, parent: number): number;
  world(state: number): World;
  parent(state: number): number;
  count(): number;
}

function createStates(): States {
  let capacity = 1 << 12;
  let words = new Uint32Array(3 * capacity);
  let parents = new Int32Array(capacity);
  let table = new Int32Array(4 * capacity).fill(-1);
  let count = 0;
  const hash = (a: number, b: number, c: number): number => {
    let h =
      Math.imul(a ^ (a >>> 15), 0x2c1b3c6d) ^
      Math.imul(b ^ (b >>> 13), 0x297a2d39) ^
      Math.imul(c ^ (c >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  };
  const word = (state: number, index: number): number => words[3 * state + index] ?? 0;
  const slotOf = (a: number, b: number, c: number): number => {
    const mask = table.length - 1;
    let slot = hash(a, b, c) & mask;
    for (let state = table[slot] ?? -1; state >= 0; state = table[slot] ?? -1) {
      if (word(state, 0) === a && word(state, 1) === b && word(state, 2) === c) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  const grow = (): void => {
    capacity *= 2;
    words = grown(words, new Uint32Array(3 * capacity));
    parents = grown(parents, new Int32Array(capacity));
    table = new Int32Array(4 * capacity).fill(-1);
    for (let state = 0; state < count; state += 1)
      table[slotOf(word(state, 0), word(state, 1), word(state, 2))] = state;
  };
  return {
    add: (world, parent) => {
      const [a, b, c] = packWorld(world);
      const known = table[slotOf(a, b, c)] ?? -1;
      if (known >= 0) return known;
      if (count === capacity) grow();
      words.set([a, b, c], 3 * count);
      parents[count] = parent;
      table[slotOf(a, b, c)] = count;
      count += 1;
      return count - 1;
    },
    world: (state) => unpackWorld(word(state, 0), word(state, 1), word(state, 2)),
    parent: (state) => parents[state] ?? -1,
    count: () => count,
  };
}

interface Edges {
  add(from: number, to: number): void;
  /** The first state from which no goal can be reached; -1 if there is none. */
  firstNotReaching(goals: readonly number[], states: number): number;
}

function createEdges(): Edges {
  let from = new Int32Array(1 << 14);
  let to = new Int32Array(1 << 14);
  let count = 0;
  return {
    add: (source, target) => {
      if (count === from.length) {
        from = grown(from, new Int32Array(2 * count));
        to = grown(to, new Int32Array(2 * count));
      }
      from[count] = source;
      to[count] = target;
      count += 1;
    },
    firstNotReaching: (goals, states) => {
      const { starts, sources } = backwards(from.subarray(0, count), to.subarray(0, count), states);
      const reaches = new Uint8Array(states);
      const open = new Int32Array(states);
      let end = 0;
      const mark = (state: number): void => {
        if (reaches[state] === 1) return;
        reaches[state] = 1;
        open[end] = state;
        end += 1;
      };
      goals.forEach(mark);
      for (let at = 0; at < end; at += 1) {
        const state = open[at] ?? 0;
        for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge += 1) mark(sources[edge] ?? 0);
      }
      return reaches.indexOf(0);
    },
  };
}

/** The edges grouped by their target. */
function backwards(from: Int32Array, to: Int32Array, states: number): { starts: Int32Array; sources: Int32Array } {
  const starts = new Int32Array(states + 2);
  for (const target of to) starts[target + 2] = (starts[target + 2] ?? 0) + 1;
  for (let state = 2; state < starts.length; state += 1)
    starts[state] = (starts[state] ?? 0) + (starts[state - 1] ?? 0);
  const sources = new Int32Array(from.length);
  for (let edge = 0; edge < from.length; edge += 1) {
    const slot = (to[edge] ?? 0) + 1;
    const place = starts[slot] ?? 0;
    sources[place] = from[edge] ?? 0;
    starts[slot] = place + 1;
  }
  return { starts, sources };
}

function grown<T extends Int32Array | Uint32Array>(old: T, next: T): T {
  next.set(old);
  return next;
}
