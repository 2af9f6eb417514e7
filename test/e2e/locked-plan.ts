/** A plan whose runs take turns: its only job needs a lock for as long as it works. */
export const lockedPlan = (seconds: number): string =>
  JSON.stringify({
    apiVersion: 'dome/v1',
    kind: 'Plan',
    name: 'one-by-one',
    version: '1.0.0',
    tasks: {
      work: {
        uses: 'count-process@^1',
        input: { lines: 2, seconds },
        concurrency: { key: 'lines:${input.lines}', max: 1 },
      },
    },
  });
