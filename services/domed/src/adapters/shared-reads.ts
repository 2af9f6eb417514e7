/**
 * One reading at a time, shared by all who asked before it began: what each gets is never older than its question.
 */
export function shareReads<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<Value> | undefined;
  return () => {
    if (next !== undefined) return next;
    next = running.then(() => {
      next = undefined;
      return read();
    });
    running = next.catch(() => undefined);
    return next;
  };
}
