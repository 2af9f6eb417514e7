import type { Command } from 'commander';

import { gateList, gateVote, voteWithdraw } from '../commands/gate.ts';
import { lockBreak, lockList } from '../commands/lock.ts';
import { planShow, planValidate } from '../commands/plan.ts';
import type { PlanOptions } from '../commands/plan.ts';
import { collect } from './parse.ts';
import type { Bind } from './work.ts';

export function addPeopleCommands(program: Command, bind: Bind): void {
  addGate(program, bind);
  addPlan(program, bind);
  addLock(program, bind);
}

function addGate(program: Command, bind: Bind): void {
  const gate = program.command('gate').description('gates waiting for people');
  gate
    .command('list')
    .alias('ls')
    .description('list the gates that wait for a vote')
    .argument('[run]', 'only gates of this run')
    .action(bind((context, _raw: object, ref) => gateList(context, ref)));
  for (const verdict of ['approve', 'reject'] as const) {
    gate
      .command(verdict)
      .description(`${verdict} a gate on the evidence shown`)
      .argument('[run]', WHICH_GATE)
      .argument('[gate]', GATE_NAME)
      .option('-m, --reason <text>', 'reason for the vote')
      .option('-y, --yes', 'do not ask for confirmation')
      .action(
        bind((context, raw: { reason?: string; yes?: boolean }, ...words) =>
          gateVote(context, {
            verdict,
            words: words.filter((word) => word !== undefined),
            yes: raw.yes === true,
            ...(raw.reason === undefined ? {} : { reason: raw.reason }),
          }),
        ),
      );
  }
  gate
    .command('withdraw')
    .description('take your vote back, while the gate still waits')
    .argument('[run]', WHICH_GATE)
    .argument('[gate]', GATE_NAME)
    .option('-m, --reason <text>', 'reason for the withdrawal')
    .action(
      bind((context, raw: { reason?: string }, ...words) =>
        voteWithdraw(context, {
          words: words.filter((word) => word !== undefined),
          ...(raw.reason === undefined ? {} : { reason: raw.reason }),
        }),
      ),
    );
}

const WHICH_GATE = 'RUN/GATE, or RUN if only one of its gates waits; optional if only one gate waits at all';
const GATE_NAME = 'the gate, if the first argument does not name it';

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
  readonly resolve: boolean;
}

function addPlan(program: Command, bind: Bind): void {
  const plan = program.command('plan').description('check plans before they run');
  const withOptions = (command: Command): Command =>
    command
      .argument('<file>', 'the plan; - for standard input')
      .option('--policy <file>', 'the policy; where absent, <plan>.policy.yaml beside the plan')
      .option('-i, --input <key=value>', 'an input of the plan', collect)
      .option('--no-resolve', 'do not ask the fleet for its skills');
  const optionsOf = (raw: RawPlan, file: string): PlanOptions => ({
    file,
    inputs: raw.input ?? [],
    resolve: raw.resolve,
    ...(raw.policy === undefined ? {} : { policy: raw.policy }),
  });
  withOptions(plan.command('validate').description('check whether a plan is valid')).action(
    bind((context, raw: RawPlan, file) => planValidate(context, optionsOf(raw, file ?? ''))),
  );
  withOptions(plan.command('show').description('show a plan as it would run: waves, gates, locks')).action(
    bind((context, raw: RawPlan, file) => planShow(context, optionsOf(raw, file ?? ''))),
  );
}
