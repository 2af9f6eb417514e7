// What a run has left: artifacts, workspaces, provenance records.
import type { Command } from 'commander';

import { artifactGet } from '../commands/artifact.ts';
import { provenanceShow } from '../commands/provenance.ts';
import { workspaceDiff, workspaceGet } from '../commands/workspace-get.ts';
import { artifactAddress, runAddress, taskAddress } from '../inspect/address.ts';
import type { Context } from '../context.ts';
import { typedWords } from './parse.ts';
import type { Bind } from './work.ts';

const TASK = 'RUN/TASK, or RUN/TASK/2 for the second iteration; without one, the last in which it started';

export function addInspectCommands(program: Command, bind: Bind): void {
  addArtifact(program, bind);
  addWorkspace(program, bind);
  addProvenance(program, bind);
}

/** `-o` names a file here, unless it names a format; `--json` is always the format. */
const fileOption = (command: Command, description: string): Command =>
  command.option('-o, --output <file>', description);

function addArtifact(program: Command, bind: Bind): void {
  const artifact = program.command('artifact').description('files that skills left');
  const get = artifact
    .command('get')
    .description('fetch one, verified by its digest')
    .argument('<artifact>', 'RUN/TASK/NAME, RUN/TASK/ITERATION/NAME, or a digest')
    .option('--force', 'replace a file that exists');
  fileOption(get, 'the file; - for standard output (default: the name of the artifact)').action(
    bind((context, raw: { force?: boolean }, name) =>
      artifactGet(context, artifactAddress(name ?? ''), { isForced: raw.force === true, ...fileOf(context) }),
    ),
  );
}

function addWorkspace(program: Command, bind: Bind): void {
  const workspace = program.command('workspace').description('trees that skills worked on');
  const get = workspace
    .command('get')
    .description('unpack the tree of a run as it stands, or as a task left it')
    .argument('<run>', `a run; or ${TASK}`)
    .argument('[task]', 'the task, if the first argument does not name it')
    .option('--submitted', 'as it was before: of a run, the tree that was submitted');
  fileOption(get, 'a folder that is new or empty (default: the id of the run)').action(
    bind((context, raw: { submitted?: boolean }, ...words) => {
      const { file } = fileOf(context);
      const folder = file === undefined ? {} : { folder: file };
      return workspaceGet(context, runAddress(typedWords(words)), { isSubmitted: raw.submitted === true, ...folder });
    }),
  );
  const diff = workspace
    .command('diff')
    .description('what remedies, or one task, changed: a patch for git apply')
    .argument('<run>', `a run; or ${TASK}`)
    .argument('[task]', 'the task, if the first argument does not name it')
    .option('--force', 'replace a file that exists');
  fileOption(diff, 'the file of the patch (default: standard output)').action(
    bind((context, raw: { force?: boolean }, ...words) =>
      workspaceDiff(context, runAddress(typedWords(words)), { isForced: raw.force === true, ...fileOf(context) }),
    ),
  );
}

const fileOf = ({ globals }: Context): { readonly file?: string } =>
  globals.file === undefined ? {} : { file: globals.file };

function addProvenance(program: Command, bind: Bind): void {
  const provenance = program.command('provenance').description('what ran, on what, by whom');
  provenance
    .command('show')
    .alias('get')
    .description('the record of one task, with its digests computed again (exit 8 if one differs)')
    .argument('<task>', TASK)
    .action(bind((context, _raw: object, ...words) => provenanceShow(context, taskAddress(typedWords(words)))));
}
