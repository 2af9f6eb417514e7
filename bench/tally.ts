// A worker's count of what it did, told when it is asked to end: a job that was done twice is found.
export interface Tally {
  count(): void;
}

/** Once SIGTERM has come and `close` is done, the count is printed and the process ends. */
export function tellTallyAtEnd(close: () => Promise<void>): Tally {
  let done = 0;
  process.once('SIGTERM', () => {
    void close().then(() => {
      process.stdout.write(`${JSON.stringify({ msg: 'ended', jobs: done })}\n`, () => process.exit());
    });
  });
  return { count: () => void (done += 1) };
}

/** @throws Error when the line is another one */
export function tallyOf(line: string): number {
  const { msg, jobs } = JSON.parse(line) as { msg?: string; jobs?: number };
  if (msg !== 'ended' || jobs === undefined) throw new Error(`a worker ended with ${line} and no count`);
  return jobs;
}
