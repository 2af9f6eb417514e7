import { createManualClock } from '@dome/testkit';
import type { ManualClock } from '@dome/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { JobId } from '@dome/contracts';

import { JobLocks } from '../../src/locks/job-locks.ts';
import type { LockWish } from '../../src/locks/wish.ts';
import { createLocks } from '../../src/locks/locks.ts';
import type { Locks } from '../../src/locks/locks.ts';
import { breakHolder, isEmpty } from '../../src/locks/table.ts';
import { createMemoryLocks } from '../support/memory-locks.ts';
import type { MemoryLocks } from '../support/memory-locks.ts';

const leaseMs = 10_000;
const logger = { warn: () => undefined };
let tickets = 0;

interface Ground {
  readonly memory: MemoryLocks;
  readonly clock: ManualClock;
  readonly daemon: (instance: string) => Locks;
}

function ground(): Ground {
  const memory = createMemoryLocks();
  const clock = createManualClock();
  return {
    memory,
    clock,
    daemon: (instance) => {
      const nonce = (): string => `ticket-${(tickets += 1)}`;
      return createLocks({ store: memory.store(), instance, leaseMs, clock, logger, nonce });
    },
  };
}

const jobOf = (name: string) => ({
  skill: 'deploy',
  runId: 'run-1',
  taskId: 'task',
  iteration: 1,
  jobId: name as JobId,
});
const wish = (key: string, mode: LockWish['mode'] = 'exclusive'): LockWish => ({ key, mode });

/** Lets every step that is ready be taken. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
}

describe('the locks of a daemon', () => {
  test('a free lock costs one write, without a read, and one to give it back', async () => {
    const { memory, daemon } = ground();
    const locks = daemon('a');
    const job = new JobLocks(jobOf('j'), [wish('k')], locks);
    await job.all;
    expect([memory.writes, memory.reads, await job.first]).toEqual([1, 0, 'holds']);
    expect(job.held).toEqual([{ key: 'k', token: 1 }]);
    expect(job.records).toEqual([{ key: 'k', mode: 'exclusive', token: 1, waitedMs: 0 }]);
    await job.release();
    expect([memory.writes, isEmpty(memory.table('k'))]).toEqual([2, true]);
  });

  test('a lease is renewed for as long as it is held, for all jobs of the daemon with one write', async () => {
    const { memory, clock, daemon } = ground();
    const locks = daemon('a');
    const jobs = ['j1', 'j2', 'j3'].map((name) => new JobLocks(jobOf(name), [wish('k', 'shared')], locks));
    await Promise.all(jobs.map(({ all }) => all));
    const before = memory.writes;
    for (let third = 0; third < 9; third += 1) {
      await clock.advanceAsync(leaseMs / 3 + 1);
      await settled();
    }
    expect(jobs.some(({ lost }) => lost.aborted)).toBe(false);
    expect(memory.writes - before).toBe(9);
  });

  test('a job that cannot renew has lost the lock before another has it', async () => {
    const { memory, clock, daemon } = ground();
    const cut = new AbortController();
    const store = memory.store();
    const write: typeof store.write = (...of) =>
      cut.signal.aborted ? Promise.reject(new Error('no broker')) : store.write(...of);
    const cutOff = createLocks({
      store: { ...store, write },
      instance: 'a',
      leaseMs,
      clock,
      logger,
      nonce: () => 'cut-off',
    });
    const first = new JobLocks(jobOf('j1'), [wish('k')], cutOff);
    await first.all;
    const second = new JobLocks(jobOf('j2'), [wish('k')], daemon('b'));
    expect(await second.first).toBe('waits');
    cut.abort();
    let isLostFirst = false;
    void second.all.then(() => (isLostFirst = first.lost.aborted));
    for (let step = 0; step < 120; step += 1) {
      await clock.advanceAsync(100);
      await settled();
    }
    await second.all;
    expect(isLostFirst).toBe(true);
    expect(first.lost.reason).toMatchObject({ code: 'LOCK_CONFLICT', fields: { isBroken: false } });
    expect(second.held[0]?.token).toBeGreaterThan(first.held[0]?.token ?? 0);
  });

  test('a broken lock is lost at once, and free when its job has left it', async () => {
    const { memory, daemon } = ground();
    const first = new JobLocks(jobOf('j1'), [wish('k')], daemon('a'));
    await first.all;
    const second = new JobLocks(jobOf('j2'), [wish('k')], daemon('b'));
    await second.first;
    memory.change('k', (table) => breakHolder(table, table.holders[0]?.ticket ?? ''));
    await settled();
    expect(first.lost.reason).toMatchObject({ fields: { isBroken: true } });
    expect(memory.table('k').holders).toMatchObject([{ jobId: 'j1' }]);
    await first.release();
    await second.all;
    expect(memory.table('k').holders).toMatchObject([{ jobId: 'j2' }]);
  });

  test('two jobs that want the same two locks, named in different orders, both get them', async () => {
    const { daemon } = ground();
    const [a, b] = [daemon('a'), daemon('b')];
    const first = new JobLocks(jobOf('j1'), [wish('x'), wish('y')], a);
    const second = new JobLocks(jobOf('j2'), [wish('y'), wish('x')], b);
    const winner = await Promise.race([first.all.then(() => first), second.all.then(() => second)]);
    await winner.release();
    await Promise.all([first.all, second.all]);
    expect(second.held.map(({ key }) => key)).toEqual(['y', 'x']);
  });

  test('a key that is wished for twice is one lock, with the stronger mode', async () => {
    const { memory, daemon } = ground();
    const job = new JobLocks(jobOf('j'), [wish('k', 'shared'), wish('k')], daemon('a'));
    await job.all;
    expect(memory.table('k').holders).toMatchObject([{ mode: 'exclusive' }]);
    expect(job.held).toHaveLength(2);
  });

  test('as many jobs are inside as the smallest limit among them allows', async () => {
    const { memory, daemon } = ground();
    const limited = (max: number): LockWish => ({ key: 'k', mode: 'limited', max });
    const locks = daemon('a');
    const jobs = [limited(3), limited(3), limited(2), limited(3)].map(
      (of, n) => new JobLocks(jobOf(`j${n}`), [of], locks),
    );
    await settled();
    expect(memory.table('k').holders.map(({ jobId }) => jobId)).toEqual(['j0', 'j1']);
    await jobs[0]?.release();
    await settled();
    expect(memory.table('k').holders.map(({ jobId }) => jobId)).toEqual(['j1', 'j2']);
    await jobs[2]?.release();
    await settled();
    expect(memory.table('k').holders.map(({ jobId }) => jobId)).toEqual(['j1', 'j3']);
  });

  test('more jobs than have tickets get their turn all the same, in order', async () => {
    const { memory, daemon } = ground();
    const locks = daemon('a');
    const jobs = Array.from({ length: 100 }, (_, n) => new JobLocks(jobOf(`j${n}`), [wish('k')], locks));
    const order: number[] = [];
    let widest = 0;
    await Promise.all(
      jobs.map(async (job, n) => {
        await job.all;
        order.push(n);
        widest = Math.max(widest, memory.table('k').waiting.length);
        await job.release();
      }),
    );
    expect(order).toEqual(jobs.map((_, n) => n));
    expect(widest).toBeLessThanOrEqual(64);
  });
});

const plan = fc.array(
  fc.record({
    daemon: fc.nat(2),
    wishes: fc.uniqueArray(
      fc.record({
        key: fc.constantFrom('x', 'y', 'z'),
        mode: fc.constantFrom<LockWish['mode']>('exclusive', 'shared'),
      }),
      { minLength: 1, maxLength: 3, selector: ({ key }) => key },
    ),
    turns: fc.nat(5),
  }),
  { minLength: 1, maxLength: 12 },
);

test('whatever jobs of three daemons want, all get it, no exclusive one beside another, with growing tokens', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (jobs) => {
      const { daemon } = ground();
      const daemons = ['a', 'b', 'c'].map(daemon);
      const inside = new Map<string, LockWish['mode'][]>();
      const highest = new Map<string, number>();
      await Promise.all(
        jobs.map(async ({ daemon: which, wishes, turns }, n) => {
          const locks = daemons[which] ?? expect.fail();
          const job = new JobLocks(jobOf(`j${n}`), wishes, locks);
          await job.all;
          for (const [index, { key, mode }] of wishes.entries()) {
            const together = [...(inside.get(key) ?? []), mode];
            if (together.includes('exclusive')) expect(together).toHaveLength(1);
            inside.set(key, together);
            const token = job.held[index]?.token ?? 0;
            if (mode === 'exclusive') {
              expect(token).toBeGreaterThan(highest.get(key) ?? 0);
              highest.set(key, token);
            }
          }
          for (let turn = 0; turn < turns; turn += 1) await settled();
          for (const { key, mode } of wishes) {
            const left = inside.get(key) ?? [];
            left.splice(left.indexOf(mode), 1);
          }
          await job.release();
        }),
      );
    }),
    { numRuns: 25 },
  );
});
