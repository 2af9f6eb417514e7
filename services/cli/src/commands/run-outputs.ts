import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { RunAddress } from '../inspect/address.ts';
import type { TaskRecord } from '@dome/runs';
import { valueLines } from '../render/value-text.ts';
import { readState, readTasks, tasksMeant } from './read-run.ts';

/** What the tasks gave: each in its last iteration that has an output, unless one is named. */
export async function runOutputs(context: Context, address: RunAddress): Promise<number> {
  await using connection = await context.connect();
  const state = await readState(connection.client, address);
  const records = await readTasks(connection.client, state, tasksMeant(state, address));
  const outputs = lastOutputs(records);
  const value = Object.fromEntries(outputs.map(({ taskId, output }) => [taskId, output]));
  const items = outputs.map(({ taskId, iteration, result, output, outputDigest }) => {
    return { taskId, iteration, result, output, outputDigest };
  });
  context.show({ value, items, text: () => outputsText(context, outputs) });
  return EXIT.success;
}

/** A task that gave nothing is left out. */
export function lastOutputs(records: readonly TaskRecord[]): TaskRecord[] {
  const last = new Map<string, TaskRecord>();
  for (const record of records) {
    const before = last.get(record.taskId)?.iteration ?? 0;
    if (record.output !== undefined && record.iteration > before) last.set(record.taskId, record);
  }
  return [...last.values()];
}

function outputsText({ io }: Context, outputs: readonly TaskRecord[]): string {
  if (outputs.length === 0) return 'No outputs.\n';
  return outputs
    .map(({ taskId, iteration, output }) => {
      const head = `${io.out.paint('bold', taskId)}${iteration === 1 ? '' : `  iteration ${iteration}`}`;
      return [head, ...valueLines(output)].map((line) => `${line}\n`).join('');
    })
    .join('');
}
