// What is recorded of a run: the whole, a task, events, outputs, files.
import type { Command } from 'commander';

import { runArtifacts } from '../commands/artifact.ts';
import { runDescribe } from '../commands/run-describe.ts';
import { runEvents } from '../commands/run-events.ts';
import { runGet } from '../commands/run-get.ts';
import { runOutputs } from '../commands/run-outputs.ts';
import { taskGet } from '../commands/task-get.ts';
import { runAddress } from '../inspect/address.ts';
import { name, typedWords } from './parse.ts';
import type { Bind } from './work.ts';

const THE_TASK = 'the task, if the first argument does not name it';

/** @param ref what names a run */
export function addRecord(run: Command, bind: Bind, ref: string): void {
  const orTask = `${ref}; or RUN/TASK, or RUN/TASK/2 for its second iteration`;
  run
    .command('get')
    .alias('show')
    .description('one run with its tasks and gates, or all that is recorded of one task')
    .argument('<run>', orTask)
    .argument('[task]', THE_TASK)
    .action(
      bind((context, _raw: object, ...words) => {
        const { task, ...address } = runAddress(typedWords(words));
        return task === undefined ? runGet(context, address.run) : taskGet(context, { ...address, task });
      }),
    );
  run
    .command('describe')
    .description('a run in full: who submitted what, what ran when, what was decided and left')
    .argument('<run>', ref)
    .action(bind((context, _raw: object, given) => runDescribe(context, given ?? '')));
  run
    .command('events')
    .description('the events of a run and of its jobs')
    .argument('<run>', ref)
    .option('-f, --follow', 'follow until the run ends')
    .option('--task <id>', 'only what happened to this task', name)
    .action(
      bind((context, raw: { follow?: boolean; task?: string }, given) =>
        runEvents(context, given ?? '', {
          follow: raw.follow === true,
          ...(raw.task === undefined ? {} : { task: raw.task }),
        }),
      ),
    );
  run
    .command('outputs')
    .description('the outputs of the tasks, in their last iteration or in the one that is named')
    .argument('<run>', orTask)
    .argument('[task]', THE_TASK)
    .action(bind((context, _raw: object, ...words) => runOutputs(context, runAddress(typedWords(words)))));
  addArtifacts(run, bind, orTask);
}

function addArtifacts(run: Command, bind: Bind, orTask: string): void {
  run
    .command('artifacts')
    .description('files that the skills of a run left')
    .argument('<run>', orTask)
    .argument('[task]', THE_TASK)
    .option('--download <dir>', 'fetch them, verified, into DIR/TASK/NAME: of each task those of its last iteration')
    .option('--force', 'replace files that exist')
    .action(
      bind((context, raw: { download?: string; force?: boolean }, ...words) =>
        runArtifacts(context, runAddress(typedWords(words)), {
          isForced: raw.force === true,
          ...(raw.download === undefined ? {} : { download: raw.download }),
        }),
      ),
    );
}
