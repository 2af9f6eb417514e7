// The figures of a fleet as rows, for a frame and for programs. Pure.
import type { OpenGate, RunSummary } from '@dome/contracts/portable';

import type { SkillBacklog } from './backlog.ts';
import type { InstanceHealth } from './instances.ts';
import type { SeenFleet, PartName } from './seen-fleet.ts';

export interface ReplicaRow {
  readonly instance: string;
  /** `silent`: it answers a ping, and not what it is asked. `unknown`: whoever looks may not ask it. */
  readonly status: 'ok' | 'degraded' | 'draining' | 'silent' | 'unknown';
  readonly version?: string;
  readonly openRuns?: number;
  readonly lawSequence?: number;
  /** What is wrong with it. */
  readonly faults: readonly string[];
}

export interface DaemonRow extends Omit<ReplicaRow, 'openRuns' | 'lawSequence'> {
  readonly pools: readonly string[];
  readonly skills: number;
  readonly slots?: { readonly used: number; readonly total: number };
  /** Jobs that it has taken, those that wait for a lock included. */
  readonly inHand?: number;
  readonly memoryBytes?: number;
  /** The 99th percentile of how long a turn of its event loop took. */
  readonly loopP99Ms?: number;
  /** What holds the processes of its skills, in words. */
  readonly guard?: string;
}

export interface BacklogRow extends SkillBacklog {
  /** Daemons that serve it. */
  readonly daemons: number;
}

export interface FleetRows {
  readonly replicas: readonly ReplicaRow[];
  readonly daemons: readonly DaemonRow[];
  /** Those with work first. */
  readonly backlog: readonly BacklogRow[];
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** The one that has waited longest first. */
  readonly gates: readonly OpenGate[];
  /** Of all runs that are open, of which `runs` has the newest; absent if no replica says. */
  readonly openRuns?: number;
  readonly slots: { readonly used: number; readonly total: number };
  readonly waiting: number;
  readonly inHand: number;
  /** When the oldest command that is not ended was sent, whether it waits or is in hand. */
  readonly oldestAt?: string;
  /** Why a part is older than the rest. */
  readonly faults: SeenFleet['faults'];
  readonly heardAtMs: Readonly<Partial<Record<PartName, number>>>;
}

export function rowsOf(fleet: SeenFleet): FleetRows {
  const daemons = [...fleet.daemons.map((one) => daemonRow(one, fleet)), ...unaskedDaemons(fleet)];
  const replicas = fleet.replicas.map(replicaRow);
  const backlog = backlogRows(fleet);
  const open = replicas.flatMap(({ openRuns }) => openRuns ?? []);
  return {
    replicas,
    daemons,
    backlog,
    runs: fleet.runs.toSorted((a, b) => b.submittedAt.localeCompare(a.submittedAt)),
    gates: fleet.gates.toSorted((a, b) => askedAt(a).localeCompare(askedAt(b))),
    // Every replica follows all runs, so the largest number is the newest.
    ...(open.length === 0 ? {} : { openRuns: Math.max(...open) }),
    slots: {
      used: sum(daemons.map(({ slots }) => slots?.used ?? 0)),
      total: sum(daemons.map(({ slots }) => slots?.total ?? 0)),
    },
    waiting: sum(backlog.map(({ waiting }) => waiting)),
    inHand: sum(backlog.map(({ inHand }) => inHand)),
    ...(fleet.backlog.oldestAt === undefined ? {} : { oldestAt: fleet.backlog.oldestAt }),
    faults: fleet.faults,
    heardAtMs: fleet.heardAtMs,
  };
}

export const askedAt = ({ requestedAt, deadline }: OpenGate): string => requestedAt ?? deadline;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function replicaRow({ instance, health }: InstanceHealth): ReplicaRow {
  if (health instanceof Error) return { instance, status: 'silent', faults: [health.message] };
  const { status, version, counts = {}, law } = health;
  const { openRuns } = counts;
  return {
    instance,
    status,
    version,
    faults: faultsIn(health.checks),
    ...(openRuns === undefined ? {} : { openRuns }),
    ...(law === undefined ? {} : { lawSequence: law.sequence }),
  };
}

/** Those that are announced, while nobody of them could ever be asked. */
function unaskedDaemons(fleet: SeenFleet): DaemonRow[] {
  if (fleet.faults.daemons === undefined || fleet.heardAtMs.daemons !== undefined) return [];
  const instances = new Set(fleet.announcements.map(({ instance }) => instance));
  return [...instances]
    .toSorted()
    .map((instance) => ({ instance, status: 'unknown', ...servedBy(instance, fleet), faults: [] }));
}

function servedBy(instance: string, { announcements }: SeenFleet): Pick<DaemonRow, 'pools' | 'skills'> {
  const own = announcements.filter((one) => one.instance === instance);
  const pools = [...new Set(own.map(({ pool }) => pool))].toSorted();
  return { pools, skills: new Set(own.map(({ name }) => name)).size };
}

function daemonRow({ instance, health }: InstanceHealth, fleet: SeenFleet): DaemonRow {
  const { pools, skills } = servedBy(instance, fleet);
  if (health instanceof Error) return { instance, status: 'silent', pools, skills, faults: [health.message] };
  const { status, version, counts = {}, memory, eventLoop } = health;
  const { slots: total, free, inHand } = counts;
  const guard = health.checks.find(({ name }) => name === 'guard')?.detail;
  return {
    instance,
    status,
    version,
    pools,
    skills,
    faults: faultsIn(health.checks),
    ...(total === undefined || free === undefined ? {} : { slots: { used: Math.max(0, total - free), total } }),
    ...(inHand === undefined ? {} : { inHand }),
    ...(memory === undefined ? {} : { memoryBytes: memory.rssBytes }),
    ...(eventLoop === undefined ? {} : { loopP99Ms: eventLoop.p99Ms }),
    ...(guard === undefined ? {} : { guard }),
  };
}

const faultsIn = (checks: readonly { name: string; ok: boolean; detail: string }[]): string[] =>
  checks.flatMap(({ name, ok, detail }) => (ok ? [] : [`${name}: ${detail}`]));

function backlogRows({ backlog, announcements }: SeenFleet): BacklogRow[] {
  const rows = backlog.skills.map((one) => {
    const serving = announcements.filter(({ pool, name }) => pool === one.pool && name === one.skill);
    return { ...one, daemons: new Set(serving.map(({ instance }) => instance)).size };
  });
  return rows.toSorted((a, b) => b.waiting - a.waiting || b.inHand - a.inHand);
}
