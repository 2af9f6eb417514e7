import { Option } from 'commander';
import type { Command } from 'commander';

import { lockBreak, lockList } from '../commands/lock.ts';
import { planShow, planValidate } from '../commands/plan.ts';
import type { PlanOptions } from '../commands/plan.ts';
import { addGate } from './gate-commands.ts';
import { collect } from './parse.ts';
import type { Bind } from './work.ts';

export function addPeopleCommands(program: Command, bind: Bind): void {
  addGate(program, bind);
  addPlan(program, bind);
  addLock(program, bind);
}

function addLock(program: Command, bind: Bind): void {
  const lock = program.command('lock').description('locks that jobs hold while they run');
  lock
    .command('list')
    .alias('ls')
    .description('list the locks that are held, and who waits for them')
    .argument('[lock]', 'only this lock')
    .action(bind((context, _raw: object, name) => lockList(context, name)));
  lock
    .command('break')
    .description('take a lock from whoever holds it; the attempt is killed')
    .argument('<lock>', 'the lock')
    .option('--job <id>', 'only from this job, where several share the lock')
    .option('-m, --reason <text>', 'why; it is recorded with your name')
    .option('-y, --yes', 'do not ask for confirmation')
    .action(
      bind((context, raw: { job?: string; reason?: string; yes?: boolean }, name) =>
        lockBreak(context, {
          lock: name ?? '',
          yes: raw.yes === true,
          ...(raw.job === undefined ? {} : { job: raw.job }),
          ...(raw.reason === undefined ? {} : { reason: raw.reason }),
        }),
      ),
    );
}

interface RawPlan {
  readonly policy?: string;
  readonly input?: readonly string[];
  readonly resolve?: boolean;
}

function addPlan(program: Command, bind: Bind): void {
  const plan = program.command('plan').description('check plans before they run');
  const withOptions = (command: Command): Command =>
    command
      .argument('<file>', 'the plan; - for standard input')
      .option('--policy <file>', 'the policy; where absent, <plan>.policy.yaml beside the plan')
      .option('-i, --input <key=value>', 'an input of the plan', collect)
      .option('--resolve', 'also ask the control plane for the policy in force, and the fleet for its skills')
      // What it says is the default now; it stays for those who wrote it down.
      .addOption(new Option('--no-resolve', 'ask nobody').hideHelp());
  const optionsOf = (raw: RawPlan, file: string): PlanOptions => ({
    file,
    inputs: raw.input ?? [],
    resolve: raw.resolve === true,
    ...(raw.policy === undefined ? {} : { policy: raw.policy }),
  });
  withOptions(plan.command('validate').description('check whether a plan is valid')).action(
    bind((context, raw: RawPlan, file) => planValidate(context, optionsOf(raw, file ?? ''))),
  );
  withOptions(plan.command('show').description('show a plan as it would run: waves, gates, locks')).action(
    bind((context, raw: RawPlan, file) => planShow(context, optionsOf(raw, file ?? ''))),
  );
}
