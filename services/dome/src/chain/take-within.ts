/**
 * As many of the items, from the first on, as fit into the bytes; at least one, so that there is progress. Items after
 * the first that does not fit are not even built.
 */
export function takeWithin<T>(items: Iterable<T>, bytesMax: number): T[] {
  const taken: T[] = [];
  let bytes = 0;
  for (const item of items) {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
    if (taken.length > 0 && bytes > bytesMax) break;
    taken.push(item);
  }
  return taken;
}
