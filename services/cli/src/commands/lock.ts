import { allPages } from '@dome/client';
import { DomeError, LIMITS } from '@dome/contracts';
import type { LockView } from '@dome/contracts';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { lockTable } from '../render/lock-view.ts';
import { harmless } from '../terminal/style.ts';
import { confirm } from './confirm.ts';

export async function lockList(context: Context, lock: string | undefined): Promise<number> {
  await using connection = await context.connect();
  const locks = await allLocks(connection, lock);
  const { io } = context;
  const text = () => lockTable(locks, { nowMs: io.now(), width: io.out.columns });
  context.show({ value: { locks }, items: locks, text });
  return EXIT.success;
}

async function allLocks({ client }: PersonConnection, lock?: string): Promise<LockView[]> {
  const narrowed = { limit: LIMITS.listMax, ...(lock === undefined ? {} : { lock }) };
  return await allPages(
    (after) => client.locks.list({ ...narrowed, ...after }),
    ({ locks }) => locks,
  );
}

export interface LockBreakOptions {
  readonly lock: string;
  readonly job?: string;
  readonly reason?: string;
  readonly yes: boolean;
}

/** Shows who would lose the lock before it asks. */
export async function lockBreak(context: Context, options: LockBreakOptions): Promise<number> {
  const { lock, job, reason, yes } = options;
  if (reason === undefined) throw usageError('A lock is broken for a reason.', 'Say why with -m: it is recorded.');
  await using connection = await context.connect();
  const [found] = await allLocks(connection, lock);
  const meant = (found?.holders ?? []).filter(({ jobId }) => job === undefined || jobId === job);
  if (meant.length === 0) {
    const detail =
      job === undefined ? `Nobody holds the lock ${lock}.` : `The job ${job} does not hold the lock ${lock}.`;
    throw new DomeError('NOT_FOUND', { detail, hint: 'List the locks that are held with `dome lock list`.' });
  }
  const holders = meant.map(({ jobId }) => jobId).join(', ');
  const question = `Break the lock ${harmless(lock)}? The attempt of ${holders} is killed.`;
  if (!(await confirm(context, { question, yes, what: 'Breaking a lock', verb: 'break it' }))) {
    context.note('Nothing was sent.');
    return EXIT.interrupted;
  }
  const reply = await connection.client.locks.break({ lock, reason, ...(job === undefined ? {} : { jobId: job }) });
  const { paint } = context.io.out;
  const mark = paint('green', context.symbols.success);
  const text = () => `${mark} broken ${harmless(lock)}   ${reply.broken.map(({ jobId }) => jobId).join(', ')}\n`;
  context.show({ value: reply, text });
  return EXIT.success;
}
