// What waits for the fleet: the commands in the durable of each skill in each pool, as the broker counts them.
import { readConsumerLoads, readSubjects } from '@dome/bus';
import { filters as subjectFilters, parseSubject, STREAMS } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

export interface SkillBacklog {
  readonly pool: string;
  readonly skill: string;
  /** Commands that no daemon has taken yet. */
  readonly waiting: number;
  /** Commands that a daemon has taken and not ended yet, those that wait for another try included. */
  readonly inHand: number;
  /** Those of them that were delivered before. */
  readonly redelivered: number;
  /** Jobs of the skill that wait for a person, in whichever pool they were: as long as their events are kept. */
  readonly parked: number;
}

export interface Backlogs {
  /** Of every skill in every pool, by pool and skill. @throws DomeError TOPOLOGY_MISSING, UNAVAILABLE, TIMEOUT, FORBIDDEN */
  list(): Promise<SkillBacklog[]>;
}

/** Tuning: what is parked is named one by one, and seldom changes. */
const PARKED_FRESH_MS = 30_000;

export function createBacklogs(nc: NatsConnection, apiPrefix: string): Backlogs {
  let parked: { readonly atMs: number; readonly counts: ReadonlyMap<string, number> } | undefined;
  const parkedNow = async (): Promise<ReadonlyMap<string, number>> => {
    const atMs = performance.now();
    if (parked === undefined || atMs - parked.atMs > PARKED_FRESH_MS)
      parked = { atMs, counts: await parkedBySkill(nc, apiPrefix) };
    return parked.counts;
  };
  return {
    list: async () => {
      const reading = readConsumerLoads(nc, { stream: STREAMS.SKILL_COMMANDS, apiPrefix });
      const [loads, parkedCounts] = await Promise.all([reading, parkedNow()]);
      const backlog = loads.flatMap(({ filters, pendingCount, inHandCount, redeliveredCount }) => {
        const [filter = ''] = filters;
        const { pool, skill } = parseSubject(filter)?.params ?? {};
        if (pool === undefined || skill === undefined) return [];
        const counts = { waiting: pendingCount, inHand: inHandCount, redelivered: redeliveredCount };
        return [{ pool, skill, ...counts, parked: parkedCounts.get(skill) ?? 0 }];
      });
      return backlog.toSorted((a, b) => a.pool.localeCompare(b.pool) || a.skill.localeCompare(b.skill));
    },
  };
}

async function parkedBySkill(nc: NatsConnection, apiPrefix: string): Promise<ReadonlyMap<string, number>> {
  const filter = subjectFilters.jobTransition({ phase: 'parked' });
  const { subjects } = await readSubjects(nc, { stream: STREAMS.JOB_EVENTS, filter, apiPrefix });
  const counts = new Map<string, number>();
  for (const subject of subjects) {
    const skill = parseSubject(subject)?.params['skill'];
    if (skill !== undefined) counts.set(skill, (counts.get(skill) ?? 0) + 1);
  }
  return counts;
}
