// Finds many values in a text in one pass, whatever the values and the text: the Aho-Corasick automaton over UTF-16
// units. Searching for one value after the other would cost the number of values times the length of the text, and a
// skill chooses both.

/** The start and end of a range, then those of the next: a line may have one for each of its characters. */
export type Ranges = number[];

export interface Findings {
  /** The occurrences in order; overlapping ones are merged. */
  readonly found: Ranges;
  /** Where the longest end of the text that begins a value starts; the length of the text if there is none. */
  readonly beginsAt: number;
}

export interface ValueFinder {
  find(text: string): Findings;
}

/** The values must differ, and none may be empty. Time and memory grow with their total length. */
export function createValueFinder(values: readonly string[]): ValueFinder {
  const automaton = build(values.toSorted());
  const { depth, ending } = automaton;
  return {
    find: (text) => {
      const found: Ranges = [];
      let state = 0;
      for (let at = 0; at < text.length; at += 1) {
        state = step(automaton, state, text.charCodeAt(at));
        const length = ending[state] ?? 0;
        if (length > 0) addRange(found, at + 1 - length, at + 1);
      }
      return { found, beginsAt: text.length - (depth[state] ?? 0) };
    },
  };
}

/**
 * Adds a range that ends after all others. Starts come in no order: a longer value may contain several that were found.
 */
export function addRange(ranges: Ranges, from: number, end: number): void {
  let start = from;
  while (start < (ranges.at(-1) ?? 0)) {
    ranges.pop();
    start = Math.min(start, ranges.pop() ?? 0);
  }
  ranges.push(start, end);
}

interface Automaton {
  /** The unit that leads to a state. The children of one state are adjacent, in the order of their units. */
  readonly units: Uint16Array;
  /** The children of a state end where those of the next one begin. */
  readonly firstChild: Int32Array;
  /** How many units lead to a state. */
  readonly depth: Int32Array;
  /** The failure link: the state of the longest other prefix of a value that the path to this state ends with. */
  readonly failure: Int32Array;
  /** The length of the longest value that the path to this state ends with, or 0. */
  readonly ending: Int32Array;
}

/**
 * States are created in the order of their depth, each for the row of sorted values that share its prefix. So
 * everything that a state needs of shorter ones exists when it is created.
 */
function build(sorted: readonly string[]): Automaton {
  const states = sorted.reduce((sum, { length }) => sum + length, 1);
  const ints = (): Int32Array => new Int32Array(states + 1);
  const units = new Uint16Array(states);
  const [firstChild, depth, failure, ending] = [ints(), ints(), ints(), ints()];
  const automaton = { units, firstChild, depth, failure, ending };
  const [rowStart, rowEnd] = [ints(), ints()];
  rowEnd[0] = sorted.length;
  let made = 1;
  for (let state = 0; state < made; state += 1) {
    const at = depth[state] ?? 0;
    const end = rowEnd[state] ?? 0;
    let row = rowStart[state] ?? 0;
    ending[state] = ending[failure[state] ?? 0] ?? 0;
    if (state > 0 && sorted[row]?.length === at) {
      ending[state] = at;
      row += 1;
    }
    firstChild[state] = made;
    while (row < end) {
      const unit = sorted[row]?.charCodeAt(at) ?? 0;
      rowStart[made] = row;
      while (row < end && sorted[row]?.charCodeAt(at) === unit) row += 1;
      rowEnd[made] = row;
      units[made] = unit;
      depth[made] = at + 1;
      failure[made] = state === 0 ? 0 : step(automaton, failure[state] ?? 0, unit);
      made += 1;
    }
  }
  firstChild.fill(made, made);
  return automaton;
}

/** Every step back follows a step forward, so a text costs at most two steps per unit. */
function step(automaton: Automaton, from: number, unit: number): number {
  for (let state = from; ; state = automaton.failure[state] ?? 0) {
    const next = child(automaton, state, unit);
    if (next !== 0 || state === 0) return next;
  }
}

/** 0 for none: no unit leads to the first state. */
function child({ units, firstChild }: Automaton, state: number, unit: number): number {
  let low = firstChild[state] ?? 0;
  let high = (firstChild[state + 1] ?? 0) - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const held = units[middle] ?? 0;
    if (held === unit) return middle;
    if (held < unit) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}
