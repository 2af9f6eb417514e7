// What waits for the fleet: the commands in the durable of each skill in each pool, as the broker counts them.
import { readConsumerLoads, readStreamEnds } from '@dome/bus/portable';
import { parseSubject, STREAMS } from '@dome/contracts/portable';
import type { NatsConnection } from '@nats-io/nats-core';

import { createParkedJobs } from './parked-jobs.ts';

export interface SkillBacklog {
  readonly pool: string;
  readonly skill: string;
  /** Commands that no daemon has taken yet. */
  readonly waiting: number;
  /** Commands that a daemon has taken and not ended yet, those that wait for another try included. */
  readonly inHand: number;
  /** Those of them that were delivered before. */
  readonly redelivered: number;
  /** When a daemon took a command last; absent if none ever did. RFC 3339, UTC. */
  readonly takenAt?: string;
  /** Jobs that wait for a person, as long as their events are kept. */
  readonly parked: number;
}

export interface Backlogs {
  /** Of every skill in every pool, by pool and skill. @throws DomeError TOPOLOGY_MISSING, UNAVAILABLE, TIMEOUT, FORBIDDEN */
  list(): Promise<SkillBacklog[]>;
  /**
   * When the oldest of all commands that are not ended was sent, whether it waits or is in hand; undefined if there is none.
   * RFC 3339, UTC. @throws DomeError TOPOLOGY_MISSING, UNAVAILABLE, TIMEOUT, FORBIDDEN
   */
  oldestAt(): Promise<string | undefined>;
}

export function createBacklogs(nc: NatsConnection, apiPrefix: string): Backlogs {
  const parkedJobs = createParkedJobs(nc, apiPrefix);
  const of = { stream: STREAMS.SKILL_COMMANDS, apiPrefix };
  return {
    list: async () => {
      const loads = await readConsumerLoads(nc, of);
      const durables = loads.flatMap(({ filters: [filter = ''], ...load }) => {
        const { pool, skill } = parseSubject(filter)?.params ?? {};
        return pool === undefined || skill === undefined ? [] : [{ pool, skill, load }];
      });
      const poolsOf = new Map<string, number>();
      for (const { skill } of durables) poolsOf.set(skill, (poolsOf.get(skill) ?? 0) + 1);
      const parkedIn = await parkedJobs.count(poolsOf);
      const backlog = durables.map(({ pool, skill, load }) => ({
        pool,
        skill,
        waiting: load.pendingCount,
        inHand: load.inHandCount,
        redelivered: load.redeliveredCount,
        ...(load.deliveredAtMs === undefined ? {} : { takenAt: rfc3339(load.deliveredAtMs) }),
        parked: parkedIn(skill, pool),
      }));
      return backlog.toSorted((a, b) => a.pool.localeCompare(b.pool) || a.skill.localeCompare(b.skill));
    },
    oldestAt: async () => {
      const { firstAtMs } = await readStreamEnds(nc, of);
      return firstAtMs === undefined ? undefined : rfc3339(firstAtMs);
    },
  };
}

const rfc3339 = (ms: number): string => new Date(ms).toISOString();
