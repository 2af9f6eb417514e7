// Jobs that wait for a person, by skill and pool, as long as their events are kept. A subject names the skill; the pool stands in
// the command that the event repeats, and is read only of a skill that has several.
import { readLasts, readSubjects } from '@dome/bus/portable';
import { filters, isJsonObject, parseJson, parseSubject, STREAMS } from '@dome/contracts/portable';
import type { NatsConnection } from '@nats-io/nats-core';

/** How many there are of a skill in one of its pools. A job whose command says no pool may be of any, and counts in each. */
export type ParkedCount = (skill: string, pool: string) => number;

export interface ParkedJobs {
  /** @param poolsOf how many pools each skill has. @throws DomeError UNAVAILABLE, TIMEOUT, FORBIDDEN */
  count(poolsOf: ReadonlyMap<string, number>): Promise<ParkedCount>;
}

/** Tuning: what is parked is named one by one, and seldom changes. */
const FRESH_MS = 30_000;

export function createParkedJobs(nc: NatsConnection, apiPrefix: string): ParkedJobs {
  let counted: { readonly atMs: number; readonly count: ParkedCount } | undefined;
  /** By subject: an event that ends a job is never replaced. */
  let pools: ReadonlyMap<string, string> = new Map();

  const countNow = async (poolsOf: ReadonlyMap<string, number>): Promise<ParkedCount> => {
    const of = { stream: STREAMS.JOB_EVENTS, apiPrefix };
    const { subjects } = await readSubjects(nc, { ...of, filter: filters.jobTransition({ phase: 'parked' }) });
    const shared = subjects.filter((subject) => (poolsOf.get(skillOf(subject)) ?? 0) > 1);
    const read = await readLasts(nc, { ...of, subjects: shared.filter((subject) => !pools.has(subject)) });
    const found = new Map(read.map(({ subject, payload }) => [subject, poolIn(payload)]));
    const known = shared.map((subject) => [subject, pools.get(subject) ?? found.get(subject)] as const);
    pools = new Map(known.flatMap(([subject, pool]) => (pool === undefined ? [] : [[subject, pool]])));
    const parked = subjects.map((subject) => ({ skill: skillOf(subject), pool: pools.get(subject) }));
    return (skill, pool) => parked.filter((one) => one.skill === skill && (one.pool ?? pool) === pool).length;
  };
  return {
    count: async (poolsOf) => {
      const atMs = performance.now();
      if (counted === undefined || atMs - counted.atMs > FRESH_MS) counted = { atMs, count: await countNow(poolsOf) };
      return counted.count;
    },
  };
}

const skillOf = (subject: string): string => parseSubject(subject)?.params['skill'] ?? '';

/** Of an event of any version. */
function poolIn(payload: Uint8Array): string | undefined {
  try {
    const event = parseJson(payload);
    const data = isJsonObject(event) && isJsonObject(event['data']) ? event['data'] : {};
    const pool = isJsonObject(data['command']) ? data['command']['pool'] : undefined;
    return typeof pool === 'string' ? pool : undefined;
  } catch {
    return undefined;
  }
}
