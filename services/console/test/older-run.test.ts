// A run that the page has not read from its beginning: what comes of it meanwhile is kept, and folded in its order.
import { eventOf } from '@dome/contracts';
import type { EventData } from '@dome/contracts';
import type { FollowedEvent } from '@dome/client';
import { releaseSubmitted } from '@dome/testkit';
import { expect, test } from 'vitest';

import { awaitRun, foldRuns, runs } from '../src/state/run-store.ts';

type RunType = 'dev.dome.run.submitted.v1' | 'dev.dome.run.iteration-started.v1' | 'dev.dome.run.finished.v1';

function came<Type extends RunType>(sequence: number, runId: string, type: Type, data: EventData[Type]): FollowedEvent {
  const source = { source: '/dome/test', subject: runId, timeMs: 1_000 * sequence, runId };
  const event = eventOf({ ...source, id: `event-${sequence}`, type, data });
  const payload = new TextEncoder().encode(JSON.stringify(event));
  return { kind: 'event', sequence, subject: `dome.evt.run.release.${runId}`, payload, event } as FollowedEvent;
}

const submitted = (runId: string) => came(1, runId, 'dev.dome.run.submitted.v1', releaseSubmitted(runId));
const begun = (runId: string) => came(2, runId, 'dev.dome.run.iteration-started.v1', { runId, iteration: 1 });
const finished = (runId: string) =>
  came(3, runId, 'dev.dome.run.finished.v1', { runId, result: 'success', record: [] });

test('what comes while a run is read from its beginning is neither lost nor folded before it', async () => {
  const runId = 'release-abcdefgh';
  awaitRun(runId);
  await foldRuns([finished(runId)]);
  expect(runs.value.has(runId)).toBe(false);
  await foldRuns([submitted(runId), begun(runId)]);
  expect(runs.value.get(runId)?.events.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
});

test('of a run that nobody asked for nothing is kept', async () => {
  const runId = 'release-bcdefghi';
  await foldRuns([finished(runId)]);
  await foldRuns([submitted(runId), begun(runId)]);
  expect(runs.value.get(runId)?.events.map(({ sequence }) => sequence)).toEqual([1, 2]);
});
