import { Option } from 'commander';
import type { Command } from 'commander';

import { showGate } from '../commands/gate-get.ts';
import { gateList } from '../commands/gate-list.ts';
import { gateWatch } from '../commands/gate-watch.ts';
import { gateVote, voteWithdraw } from '../commands/gate-vote.ts';
import { gateAddress } from '../inspect/address.ts';
import type { GateAddress } from '../inspect/address.ts';
import { receiversOf } from '../notify/receivers.ts';
import type { BeginAt } from '../reading/begin.ts';
import { beginAt, count, iteration, limit, name, since, time, typedWords } from './parse.ts';
import type { Bind } from './work.ts';

export function addGate(program: Command, bind: Bind): void {
  const gate = program.command('gate').description('gates: what people are asked, and what was decided');
  addReading(gate, bind);
  addVoting(gate, bind);
  addGateWatch(gate, bind);
}

interface RawList {
  readonly decided?: boolean;
  readonly all?: boolean;
  readonly limit?: number;
  readonly after?: string;
}

function addReading(gate: Command, bind: Bind): void {
  gate
    .command('list')
    .alias('ls')
    .description('list the gates that wait for a vote, or those that are decided')
    .argument('[run]', 'only gates of this run')
    .addOption(new Option('--decided', 'decided gates instead, newest first').conflicts('all'))
    .option('--all', 'gates that wait, then decided ones')
    .option('--limit <n>', 'decided gates on a page', limit)
    .option('--after <cursor>', 'the next page of decided gates')
    .action(
      bind((context, raw: RawList, run) =>
        gateList(context, {
          which: raw.all === true ? 'all' : raw.decided === true ? 'decided' : 'waiting',
          ...(run === undefined ? {} : { run }),
          ...(raw.limit === undefined ? {} : { limit: raw.limit }),
          ...(raw.after === undefined ? {} : { after: raw.after }),
        }),
      ),
    );
  gate
    .command('get')
    .alias('show')
    .description('one gate: what is asked and why, on which results, who has voted')
    .argument('[run]', WHICH_GATE)
    .argument('[gate]', GATE_NAME)
    .option('--iteration <n>', 'as it was in this iteration', iteration)
    .option('--full', 'whole summaries, all inputs, the evidence, every digest')
    .action(
      bind((context, raw: { iteration?: number; full?: boolean }, ...words) =>
        showGate(context, {
          address: {
            ...addressOf(words),
            ...(raw.iteration === undefined ? {} : { iteration: raw.iteration }),
          },
          isFull: raw.full === true,
        }),
      ),
    );
}

function addVoting(gate: Command, bind: Bind): void {
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
            address: addressOf(words),
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
          address: addressOf(words),
          ...(raw.reason === undefined ? {} : { reason: raw.reason }),
        }),
      ),
    );
}

const WHICH_GATE = 'RUN/GATE, or RUN if only one of its gates waits; optional if only one gate waits at all';
const GATE_NAME = 'the gate, if the first argument does not name it';

const addressOf = (words: readonly (string | undefined)[]): GateAddress => gateAddress(typedWords(words));

interface RawWatch {
  readonly run?: string;
  readonly exec?: string;
  readonly webhook?: string;
  readonly timeLimit?: number;
  readonly attempts?: number;
  readonly skipFailed?: boolean;
  readonly role?: string;
  readonly mine?: boolean;
  readonly cursor?: string;
  readonly from?: readonly BeginAt[];
  readonly since?: number;
  readonly follow: boolean;
}

/** Long enough for a chat or a mail, and short enough that the next notification does not wait long. */
const TIME_LIMIT_MS = 30_000;
const ATTEMPTS_MAX = 5;

function addGateWatch(gate: Command, bind: Bind): void {
  gate
    .command('watch')
    .description('follow gates that begin to wait, are reminded or decided, and tell others of them')
    .argument('[args...]', 'arguments of the program, after --')
    .option('--run <run>', 'only gates of this run')
    .option('--exec <program>', 'start this program for each, without a shell; it reads JSON on standard input')
    .option('--webhook <url>', 'post each as JSON to this address; @FILE holds it')
    .option('--time-limit <duration>', 'how long the program or the webhook may take (default: 30s)', time)
    .option('--attempts <n>', 'how often it is tried before the command ends (default: 5)', count)
    .option('--skip-failed', 'pass over what is not taken, and say so')
    .addOption(new Option('--role <name>', 'only gates that ask this role').argParser(name))
    .option('--mine', 'only gates that wait for your approval, and how they were decided')
    .option('--cursor <name>', 'go on where the reader of this name stopped', name)
    .option(
      '--from <position>',
      'where a new reader begins: now, first, or RUN_EVENTS:SEQUENCE (default: now)',
      beginAt,
    )
    .addOption(
      new Option('--since <when>', 'what has happened since: 2h, or a time').argParser(since).conflicts('from'),
    )
    .option('--no-follow', 'end when everything that is stored was read')
    .action(
      bind(async (context, raw: RawWatch, ...args) =>
        gateWatch(context, {
          receivers: await receiversOf(context.io, {
            args: typedWords(args),
            timeoutMs: raw.timeLimit ?? TIME_LIMIT_MS,
            ...(raw.exec === undefined ? {} : { program: raw.exec }),
            ...(raw.webhook === undefined ? {} : { webhook: raw.webhook }),
          }),
          attemptsMax: raw.attempts ?? ATTEMPTS_MAX,
          skipsFailed: raw.skipFailed === true,
          isMine: raw.mine === true,
          begin: raw.from ?? (raw.since === undefined ? [] : ['first']),
          ...(raw.since === undefined ? {} : { sinceMs: raw.since }),
          follow: raw.follow,
          ...(raw.run === undefined ? {} : { run: raw.run }),
          ...(raw.role === undefined ? {} : { role: raw.role }),
          ...(raw.cursor === undefined ? {} : { cursor: raw.cursor }),
        }),
      ),
    );
}
