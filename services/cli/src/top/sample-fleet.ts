// Asks both planes and the broker for the figures of a moment, all at once. What does not answer is told and holds up nothing.
import type { ControlClient } from '@dome/client';
import { LIMITS, toDomeError } from '@dome/contracts';
import type { RunSummary } from '@dome/contracts';

import type { FleetBacklog, FleetSample } from './fleet.ts';

export async function sampleFleet(client: ControlClient): Promise<FleetSample> {
  const [replicas, daemons, announcements, backlog, runs, gates] = await Promise.all([
    orError(client.instances.replicas()),
    orError(client.instances.daemons()),
    orError(client.skills.listAll()),
    orError(backlogOf(client)),
    orError(openRuns(client)),
    orError(client.gates.list({ limit: LIMITS.listMax }).then((page) => page.gates)),
  ]);
  return { replicas, daemons, announcements, backlog, runs, gates };
}

async function backlogOf({ backlogs }: ControlClient): Promise<FleetBacklog> {
  const [skills, oldestAt] = await Promise.all([backlogs.list(), backlogs.oldestAt()]);
  return { skills, ...(oldestAt === undefined ? {} : { oldestAt }) };
}

const OPEN = ['pending', 'executing', 'waiting', 'finalizing'] as const;
/** More than any terminal shows. */
const RUNS_MAX = 100;

/** The newest of each state: finished runs, of which there are many more, are passed over by the replica. */
async function openRuns(client: ControlClient): Promise<RunSummary[]> {
  const pages = await Promise.all(OPEN.map((state) => client.runs.list({ state, limit: RUNS_MAX })));
  // A run may have gone from one state to the next in between.
  const found = new Map(pages.flatMap(({ runs }) => runs.map((run) => [run.runId, run] as const)));
  return [...found.values()];
}

const orError = <Value>(asked: Promise<Value>): Promise<Value | Error> =>
  asked.catch((error: unknown) => toDomeError(error));
