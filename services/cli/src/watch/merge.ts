/** Yields from the source that has something next. If one fails, all end: `stop` is aborted, and each must then end. */
export async function* merge<Item>(
  sources: readonly AsyncGenerator<Item, void>[],
  stop: AbortController,
): AsyncGenerator<Item, void> {
  const turnOf = async (source: AsyncGenerator<Item, void>) => ({ source, turn: await source.next() });
  const turns = new Map(sources.map((source) => [source, turnOf(source)]));
  try {
    while (turns.size > 0) {
      const { source, turn } = await Promise.race(turns.values());
      if (turn.done === true) {
        turns.delete(source);
      } else {
        turns.set(source, turnOf(source));
        yield turn.value;
      }
    }
  } finally {
    stop.abort();
    await Promise.allSettled([...turns.values(), ...sources.map((source) => source.return())]);
  }
}
