import { LIMITS, cursorAt } from '@dome/contracts';
import type { RunListRequest } from '@dome/contracts';
import { Option } from 'commander';
import type { Command } from 'commander';

import { runCancel, runWatch } from '../commands/run-get.ts';
import { runList, watchRuns } from '../commands/run-list.ts';
import { runRetry } from '../commands/run-retry.ts';
import { runSubmit } from '../commands/run-submit.ts';
import { runWait } from '../commands/run-wait.ts';
import { readLabels } from '../commands/inputs.ts';
import { addLogs } from './log-command.ts';
import { collect, duration, limit, sequence, since } from './parse.ts';
import { addRunHere } from './project-commands.ts';
import { addRecord } from './record-commands.ts';
import { attendOf, submitOf, withAttend, withSubmit } from './submit-flags.ts';
import type { RawAttend, RawSubmit } from './submit-flags.ts';
import type { Bind } from './work.ts';

const STATES = ['pending', 'executing', 'waiting', 'finalizing', 'finished'] as const;
const RESULTS = ['success', 'failure', 'error', 'timeout', 'cancellation', 'skip'] as const;
const REF = 'id of a run, an unambiguous prefix of it, or @latest';

export function addRunCommands(program: Command, bind: Bind): void {
  const run = program.command('run').description('submit, watch and end runs; alone, run a plan of the project');
  addRunHere(run, bind);
  addSubmit(run, bind);
  addList(run, bind);
  addRetry(run, bind);
  addWait(run, bind);
  addRecord(run, bind, REF);
  addWatch(run, bind);
  addLogs(run, bind, REF);
  run
    .command('cancel')
    .description('cancel a run and its jobs')
    .argument('<run>', REF)
    .option('-m, --reason <text>', 'why')
    .action(bind((context, raw: { reason?: string }, ref) => runCancel(context, ref ?? '', raw.reason)));
}

interface RawList {
  readonly plan?: string;
  readonly state?: (typeof STATES)[number];
  readonly result?: (typeof RESULTS)[number];
  readonly by?: string;
  readonly label?: readonly string[];
  readonly since?: number;
  readonly limit?: number;
  readonly after?: string;
  readonly watch?: boolean;
}

function addList(run: Command, bind: Bind): void {
  run
    .command('list')
    .alias('ls')
    .description('runs, newest first')
    .option('--plan <name>', 'only runs of this plan')
    .addOption(new Option('--state <state>', 'only runs in this state').choices(STATES))
    .addOption(new Option('--result <result>', 'only runs that ended so').choices(RESULTS))
    .option('--by <person>', 'only runs that this person submitted')
    .option('-l, --label <key=value>', 'only runs with this label; may be repeated', collect)
    .option('--since <when>', 'only runs submitted since: 90s, 2h, or a time in UTC', since)
    .option('--limit <count>', `number of runs, at most ${LIMITS.listMax} (default: ${LIMITS.listDefault})`, limit)
    .addOption(new Option('--after <token>', 'continue after this page').conflicts('watch'))
    .option('--watch', 'show the list as it changes, until Ctrl-C')
    .action(bind((context, raw: RawList) => (raw.watch === true ? watchRuns : runList)(context, listRequest(raw))));
}

function listRequest(raw: RawList): RunListRequest {
  const { plan, state, result, by, label, limit: runs, after } = raw;
  return {
    ...(plan === undefined ? {} : { plan }),
    ...(state === undefined ? {} : { state }),
    ...(result === undefined ? {} : { result }),
    ...(by === undefined ? {} : { submittedBy: by }),
    ...(label === undefined ? {} : { labels: readLabels(label) }),
    ...(raw.since === undefined ? {} : { since: new Date(raw.since).toISOString() }),
    ...(runs === undefined ? {} : { limit: runs }),
    ...(after === undefined ? {} : { after }),
  };
}

function addSubmit(run: Command, bind: Bind): void {
  const submit = run
    .command('submit')
    .description('submit a plan')
    .requiredOption('-f, --file <plan>', 'the plan; - for standard input');
  withAttend(withSubmit(submit)).action(
    bind((context, raw: RawSubmit & RawAttend & { readonly file: string }) =>
      runSubmit(context, { ...submitOf(raw), ...attendOf(raw), file: raw.file }),
    ),
  );
}

interface RawRetry extends RawAttend {
  readonly withInput?: readonly string[];
  readonly label?: readonly string[];
  readonly workspace?: string;
  readonly key?: string;
}

function addRetry(run: Command, bind: Bind): void {
  const retry = run
    .command('retry')
    .description('submit a run again, as a new run that names the one it repeats')
    .argument('<run>', REF)
    .option('-i, --with-input <key=value>', 'an input in place of the old one: key=value, key=@file, or @file', collect)
    .option('--workspace <dir>', 'another workspace than the one that was submitted')
    .option('--key <text>', 'idempotency key')
    .option('-l, --label <key=value>', 'a label besides the old ones', collect);
  withAttend(retry).action(
    bind((context, raw: RawRetry, ref) =>
      runRetry(context, ref ?? '', {
        ...attendOf(raw),
        inputs: raw.withInput ?? [],
        labels: raw.label ?? [],
        ...(raw.workspace === undefined ? {} : { workspace: raw.workspace }),
        ...(raw.key === undefined ? {} : { key: raw.key }),
      }),
    ),
  );
}

function addWait(run: Command, bind: Bind): void {
  run
    .command('wait')
    .description('wait silently until a run has ended, or asks people')
    .argument('<run>', REF)
    .addOption(new Option('--for <what>', 'what to wait for').choices(['finished', 'gate']).default('finished'))
    .option('--wait-timeout <duration>', 'give up after this long (exit 124)', duration)
    .option('--no-exit-status', 'exit 0 however the run ended')
    .action(
      bind((context, raw: RawAttend & { for: 'finished' | 'gate' }, ref) =>
        runWait(context, ref ?? '', {
          for: raw.for,
          exitStatus: raw.exitStatus,
          ...(raw.waitTimeout === undefined ? {} : { waitTimeoutMs: raw.waitTimeout }),
        }),
      ),
    );
}

function addWatch(run: Command, bind: Bind): void {
  run
    .command('watch')
    .description('show a run until it ends')
    .argument('<run>', REF)
    .option('--since-seq <sequence>', 'leave out events before this sequence', sequence)
    .option('--wait-timeout <duration>', 'detach after this long (exit 124)', duration)
    .option('--no-exit-status', 'exit 0 however the run ended')
    .action(
      bind((context, raw: RawAttend & { sinceSeq?: number }, ref) =>
        runWatch(context, ref ?? '', {
          ...attendOf({ ...raw, watch: true }),
          ...(raw.sinceSeq === undefined ? {} : { since: cursorAt(raw.sinceSeq) }),
        }),
      ),
    );
}
