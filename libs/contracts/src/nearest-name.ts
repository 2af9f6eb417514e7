import { LIMITS } from './limits.ts';

/** The distance costs the product of both lengths, and a longer name is close to none of ours. */
const CHARS_MAX = 2 * LIMITS.idChars;

/**
 * The hint of an error about an unknown name: the known name that was most likely meant, or nothing rather than a wild
 * guess.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  // A text longer than any name is not a misspelt name, and its distance to each would take long to compute.
  if (name.length > CHARS_MAX) return undefined;
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(name, candidate);
    if (best === undefined || distance < best.distance) best = { name: candidate, distance };
  }
  return best !== undefined && best.distance <= Math.max(2, name.length / 3) ? best.name : undefined;
}

/** The Levenshtein distance, row by row. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
