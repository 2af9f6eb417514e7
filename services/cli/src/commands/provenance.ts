// The provenance record of one job, and what the stored events prove of it: digests are computed again here.
import { readEvents, taskClaims } from '@dome/audit';
import type { Claim } from '@dome/audit';
import { DomeError } from '@dome/contracts';

import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { TaskAddress } from '../inspect/address.ts';
import { readTask } from './read-run.ts';
import type { TaskRecord } from '@dome/runs';
import { columns } from '../render/columns.ts';
import { provenanceRows } from '../render/provenance-view.ts';
import { resultMark } from '../render/result-mark.ts';
import { harmless } from '../terminal/style.ts';

/** @throws DomeError NOT_FOUND for a task that has left no record */
export async function provenanceShow(context: Context, address: TaskAddress): Promise<number> {
  await using connection = await context.connect();
  const task = await readTask(connection.client, address);
  const { runId, taskId, iteration, jobId, evidence, provenance } = task;
  if (provenance === undefined) throw new DomeError('NOT_FOUND', whyMissing(task));
  const claims = taskClaims(await readEvents(connection.nc, runId), task);
  const value = { runId, taskId, iteration, jobId, evidence, provenance, claims };
  context.show({ value, text: () => provenanceText(context, { task, provenance, claims }) });
  return claims.every(({ holds }) => holds) ? EXIT.success : EXIT.checkFailed;
}

function whyMissing({ runId, taskId, iteration, state }: TaskRecord): { detail: string; hint: string } {
  const place = `${runId}/${taskId}/${iteration}`;
  const why = state === 'settled' ? 'its job did not start, or its events are no longer stored' : 'it has not ended';
  return {
    detail: `${place} has no provenance record: ${why}.`,
    hint: `See what is known of it with \`dome run get ${place}\`.`,
  };
}

function provenanceText(
  { io, symbols }: Context,
  of: {
    readonly task: TaskRecord;
    readonly provenance: NonNullable<TaskRecord['provenance']>;
    readonly claims: readonly Claim[];
  },
): string {
  const { paint, columns: width } = io.out;
  const { runId, taskId, iteration, skill } = of.task;
  const claims = of.claims.flatMap(({ holds, text, found = [] }) => [
    `${resultMark(holds ? 'success' : 'failure', { symbols, paint, tick: 0 })} ${harmless(text)}`,
    ...found.map((one) => `    ${harmless(one)}`),
  ]);
  return [
    `${paint('bold', `${runId}/${taskId}/${iteration}`)}   ${skill.name}@${skill.version}\n`,
    columns(
      [],
      provenanceRows(of.provenance).map(([name = '', value = '']) => [`  ${name}`, value]),
      width,
    ),
    '\n',
    ...claims.map((line) => `${line}\n`),
  ].join('');
}
