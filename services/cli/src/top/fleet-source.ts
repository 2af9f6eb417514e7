// Where the figures of a fleet come from for a person: both planes and the broker.
import type { ControlClient, FleetBacklog, FleetSource } from '@dome/client';
import { LIMITS } from '@dome/contracts';
import type { RunSummary } from '@dome/contracts';

export const fleetSource = (client: ControlClient): FleetSource => ({
  replicas: () => client.instances.replicas(),
  daemons: () => client.instances.daemons(),
  announcements: () => client.skills.listAll(),
  backlog: () => backlogOf(client),
  runs: () => openRuns(client),
  gates: () => client.gates.list({ limit: LIMITS.listMax }).then((page) => page.gates),
});

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
