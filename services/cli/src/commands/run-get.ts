import type { Cursor } from '@dome/contracts';
import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { readRun } from './read-run.ts';
import { runEnd } from '../render/run-end.ts';
import { runTree } from '../render/run-tree.ts';
import type { WatchedRun } from '../watch/watched-run.ts';
import { locksWaitedFor, placedAt } from '../watch/current-waits.ts';
import { attend } from './attend.ts';
import type { AttendOptions } from './attend.ts';
import { resolveRun } from './run-ref.ts';

/** For people, the whole tree, folded from its events; as data, the run as the control plane stores it. */
export async function runGet(context: Context, ref: string): Promise<number> {
  await using connection = await context.connect();
  const runId = await resolveRun(connection.client, ref);
  if (context.globals.output !== 'table') {
    context.show({ value: await connection.client.runs.get(runId), text: () => '' });
    return EXIT.success;
  }
  let run = await readRun(connection.client, runId);
  for (const lock of locksWaitedFor(run)) run = await seen(connection, lock, run);
  const { io, symbols } = context;
  const look = { symbols, paint: io.out.paint, tick: 0 };
  const tree = runTree(run, {
    ...look,
    nowMs: io.now(),
    width: io.out.columns,
    isBrief: false,
    viewer: connection.target.user,
  });
  const end = run.end === undefined ? [] : ['', ...runEnd(run, look)];
  await io.out.write([...tree, ...end].map((line) => `${line}\n`).join(''));
  return EXIT.success;
}

async function seen({ client }: PersonConnection, lock: string, run: WatchedRun): Promise<WatchedRun> {
  const [found] = (await client.locks.list({ lock })).locks;
  return found === undefined ? run : placedAt(run, found);
}

export async function runWatch(
  context: Context,
  ref: string,
  options: AttendOptions & { readonly since?: Cursor },
): Promise<number> {
  await using connection = await context.connect();
  const runId = await resolveRun(connection.client, ref);
  return await attend(context, connection, { ...options, runId });
}

export async function runCancel(context: Context, ref: string, reason: string | undefined): Promise<number> {
  await using connection = await context.connect();
  const runId = await resolveRun(connection.client, ref);
  const reply = await connection.client.runs.cancel({ runId, ...(reason === undefined ? {} : { reason }) });
  const text = () => `${runId} ${reply.state === 'finished' ? 'had finished' : 'is being canceled'}\n`;
  context.show({ value: reply, text });
  return EXIT.success;
}
