// Which rows of a list are seen: groups that were closed are folded to their first row, until somebody opens them. Pure but for
// what it counts once and keeps.
export interface GroupRows {
  /** The row opens a group; the one that is open ends before it. */
  open(row: number): void;
  /** The open group, if there is one, ends before the row, and is folded. */
  close(before: number): void;
  /** It ends there because nothing more comes, and stays as it is: something broke in it. */
  leave(before: number): void;
  toggle(row: number): void;
  /** Unfolds the group that hides the row, if one does. */
  reveal(row: number): void;
  /** Undefined for a row that opens no group. */
  at(row: number): GroupRow | undefined;
  /** How many of so many rows are seen. */
  seen(rows: number): number;
  /** The row that is seen at the place. */
  rowOf(place: number): number;
  /** The place of the row, or of the first row of the group that hides it. */
  placeOf(row: number): number;
}

export interface GroupRow {
  readonly isFolded: boolean;
  /** Behind the first. */
  readonly rows: number;
  readonly isOpen: boolean;
}

interface Group {
  readonly from: number;
  /** Behind its last row; undefined while it grows. */
  to?: number;
  isFolded: boolean;
}

export const createGroupRows = (): GroupRows => new Groups();

class Groups implements GroupRows {
  readonly #groups: Group[] = [];
  /** The folded ones, and how many rows are hidden before each; made again when a fold changes. */
  #folded: { readonly from: number; readonly to: number; readonly before: number }[] | undefined;

  open(row: number): void {
    this.close(row);
    this.#groups.push({ from: row, isFolded: false });
  }

  close(before: number): void {
    this.#end(before, true);
  }

  leave(before: number): void {
    this.#end(before, false);
  }

  #end(before: number, isFolded: boolean): void {
    const last = this.#groups.at(-1);
    if (last === undefined || last.to !== undefined) return;
    last.to = before;
    last.isFolded = isFolded;
    this.#folded = undefined;
  }

  toggle(row: number): void {
    const group = this.#groupOf(row);
    if (group?.to === undefined) return;
    group.isFolded = !group.isFolded;
    this.#folded = undefined;
  }

  reveal(row: number): void {
    const group = this.#groupOf(row);
    if (group === undefined || group.from === row || !group.isFolded || row >= (group.to ?? Infinity)) return;
    group.isFolded = false;
    this.#folded = undefined;
  }

  at(row: number): GroupRow | undefined {
    const group = this.#groupOf(row);
    if (group?.from !== row) return undefined;
    return { isFolded: group.isFolded, rows: (group.to ?? row + 1) - row - 1, isOpen: group.to === undefined };
  }

  seen(rows: number): number {
    const last = this.#hidden().at(-1);
    return rows - (last === undefined ? 0 : last.before + last.to - last.from - 1);
  }

  rowOf(place: number): number {
    // The last fold whose first row is seen before the place.
    const fold = lastOf(this.#hidden(), ({ from, before }) => from - before < place);
    return fold === undefined ? place : place + fold.before + fold.to - fold.from - 1;
  }

  placeOf(row: number): number {
    const fold = lastOf(this.#hidden(), ({ from }) => from < row);
    if (fold === undefined) return row;
    return row < fold.to ? fold.from - fold.before : row - fold.before - (fold.to - fold.from - 1);
  }

  #groupOf(row: number): Group | undefined {
    return lastOf(this.#groups, ({ from }) => from <= row);
  }

  #hidden() {
    if (this.#folded !== undefined) return this.#folded;
    let before = 0;
    const folded = this.#groups.flatMap(({ from, to, isFolded }) => {
      if (!isFolded || to === undefined) return [];
      const one = { from, to, before };
      before += to - from - 1;
      return [one];
    });
    this.#folded = folded;
    return folded;
  }
}

/** The last item for which the claim holds; it holds for a first part of them. */
function lastOf<Item>(items: readonly Item[], holds: (item: Item) => boolean): Item | undefined {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(items[middle] as Item)) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
}
