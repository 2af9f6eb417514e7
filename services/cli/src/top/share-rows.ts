// Divides the rows of a screen among what wants to be shown on it. Pure.
//
// - Nobody gets more than it needs, and all together never more than there is.
// - While there is room, everybody gets a few rows first; then the one that is looked at, then the others in turn.

const FIRST_FEW = 3;

/** @param needs rows that each could use; @param focus the index of the one that is looked at */
export function shareRows(needs: readonly number[], room: number, focus: number): number[] {
  if (sumOf(needs) <= room) return [...needs];
  const shares = needs.map(() => 0);
  const give = (at: number, upTo: number): void => {
    const left = room - sumOf(shares);
    const wanted = Math.min(needs[at] ?? 0, upTo) - (shares[at] ?? 0);
    shares[at] = (shares[at] ?? 0) + Math.max(0, Math.min(left, wanted));
  };
  const order = [focus, ...[...needs.keys()].filter((at) => at !== focus)];
  for (let few = 1; few <= FIRST_FEW; few++) for (const at of order) give(at, few);
  give(focus, Infinity);
  while (sumOf(shares) < room) for (const at of order) give(at, (shares[at] ?? 0) + 1);
  return shares;
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
