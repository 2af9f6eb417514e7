// What waits for the fleet: the commands in the durable of each skill in each pool, as the broker counts them.
import { readConsumerLoads } from '@dome/bus';
import { parseSubject, STREAMS } from '@dome/contracts';
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
}

export interface Backlogs {
  /** Of every skill in every pool, by pool and skill. @throws DomeError TOPOLOGY_MISSING, UNAVAILABLE, TIMEOUT, FORBIDDEN */
  list(): Promise<SkillBacklog[]>;
}

export function createBacklogs(nc: NatsConnection, apiPrefix: string): Backlogs {
  return {
    list: async () => {
      const loads = await readConsumerLoads(nc, { stream: STREAMS.SKILL_COMMANDS, apiPrefix });
      const backlog = loads.flatMap(({ filters, pendingCount, inHandCount, redeliveredCount }) => {
        const [filter = ''] = filters;
        const { pool, skill } = parseSubject(filter)?.params ?? {};
        if (pool === undefined || skill === undefined) return [];
        return [{ pool, skill, waiting: pendingCount, inHand: inHandCount, redelivered: redeliveredCount }];
      });
      return backlog.toSorted((a, b) => a.pool.localeCompare(b.pool) || a.skill.localeCompare(b.skill));
    },
  };
}
