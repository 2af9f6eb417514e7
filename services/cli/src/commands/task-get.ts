import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { TaskAddress } from '../inspect/address.ts';
import { readTask } from './read-run.ts';
import type { TaskRecord } from '@dome/runs';
import { taskText } from '../render/task-view.ts';
import { typedCommand } from '../typed-command.ts';

/** All that is recorded of one task. */
export async function taskGet(context: Context, address: TaskAddress): Promise<number> {
  await using connection = await context.connect();
  const task = await readTask(connection.client, address);
  const { io, symbols } = context;
  context.show({
    value: task,
    text: () => taskText(task, { sink: io.out, symbols, next: nextCommands(context, task) }),
  });
  return EXIT.success;
}

function nextCommands({ globals }: Context, task: TaskRecord): [string, string][] {
  const { runId, taskId, iteration, artifacts, leftWorkspace, provenance } = task;
  const typed = (...words: string[]): string => typedCommand(globals, words);
  const place = `${runId}/${taskId}/${iteration}`;
  const [artifact] = artifacts;
  return [
    ...(task.jobId === undefined
      ? []
      : [
          ['its log', typed('run', 'logs', runId, '--task', taskId, '--iteration', String(iteration))] satisfies [
            string,
            string,
          ],
        ]),
    ...(artifact === undefined
      ? []
      : [['a file', typed('artifact', 'get', `${place}/${artifact.name}`)] satisfies [string, string]]),
    ...(leftWorkspace === undefined
      ? []
      : [['its changes', typed('workspace', 'diff', place)] satisfies [string, string]]),
    ...(provenance === undefined ? [] : [['the proof', typed('provenance', 'show', place)] satisfies [string, string]]),
  ];
}
