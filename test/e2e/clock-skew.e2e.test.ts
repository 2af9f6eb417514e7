// Deadlines travel between machines whose clocks may disagree. Both planes use the broker's time: an hour of
// difference, either way and on either plane, ends no job too early.
import { expect, test } from 'vitest';

import { openStage } from './stage.ts';

const HOUR_MS = 3_600_000;
const PLAN = JSON.stringify({
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'skew',
  version: '1.0.0',
  tasks: { count: { uses: 'count-process@^1', input: { lines: 2, seconds: 0 } } },
});

/** A process whose wall clock is wrong by that much. */
const wrongBy = (ms: number): Record<string, string> => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`const now=Date.now;Date.now=()=>now()+${ms}`)}`,
});

test.each([
  ['the daemon is ahead', 0, HOUR_MS],
  ['the daemon is behind', 0, -HOUR_MS],
  ['the control plane is ahead', HOUR_MS, 0],
  ['the control plane is behind', -HOUR_MS, 0],
])('%s by an hour: a run ends as ever', async (_which, domeMs, domedMs) => {
  await using stage = await openStage({ skills: ['count-process'] });
  await stage.daemon({ env: wrongBy(domedMs) });
  await stage.control({ env: wrongBy(domeMs) });
  const ada = await stage.as('ada');
  const { runId } = await ada.runs.submit({ plan: PLAN, inputs: {}, idempotencyKey: 'skew' });
  const times: number[] = [];
  let result: unknown;
  for await (const item of ada.followRun(runId, { signal: AbortSignal.timeout(15_000) })) {
    if (item.kind === 'unreadable') throw item.problem;
    times.push(Date.parse(item.event.time));
    if (item.event.type === 'dev.dome.run.finished.v1') result = item.event.data.result;
  }
  for await (const item of ada.followJobEvents({ runId }, { untilCaughtUp: true })) {
    if (item.kind === 'event') times.push(Date.parse(item.event.time));
  }
  expect(result).toBe('success');
  for (const time of times) expect(Math.abs(time - Date.now())).toBeLessThan(60_000);
});
