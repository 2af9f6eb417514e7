import { cursorAt } from '@dome/contracts';
import { Option } from 'commander';
import type { Command } from 'commander';

import { runLogs } from '../commands/run-logs.ts';
import { iteration, lineCount, name, pattern, sequence, since } from './parse.ts';
import { readerOf } from './reader-commands.ts';
import type { Bind } from './work.ts';

interface RawLogs {
  readonly follow?: boolean;
  readonly sinceSeq?: number;
  readonly tail?: number;
  readonly since?: number;
  readonly grep?: RegExp;
  readonly failed?: boolean;
  readonly task?: string;
  readonly iteration?: number;
  readonly timestamps?: boolean;
  readonly prefix?: boolean;
  readonly fold?: boolean;
  readonly cursor?: string;
  readonly ack?: boolean;
}

/** A cursor stands for every line of its log, so what chooses among the lines excludes it. */
const choosing = (flags: string, description: string): Option => new Option(flags, description).conflicts('cursor');

/** @param ref what the argument takes */
export function addLogs(run: Command, bind: Bind, ref: string): void {
  run
    .command('logs')
    .description('show what the skills of a run printed')
    .argument('<run>', ref)
    .option('-f, --follow', 'follow until the run ends')
    .addOption(choosing('-n, --tail <lines>', 'only the last lines of what is stored').argParser(lineCount))
    .addOption(choosing('--since <when>', 'only lines printed since: 90s, 2h, or a time in UTC').argParser(since))
    .addOption(choosing('--grep <pattern>', 'only lines that match the regular expression').argParser(pattern))
    .addOption(choosing('--failed', 'only tasks that have not ended well').conflicts('follow'))
    .option('--task <id>', 'only this task')
    .addOption(choosing('--iteration <number>', 'only this iteration').argParser(iteration))
    .addOption(choosing('--since-seq <sequence>', 'start at this sequence of the log stream').argParser(sequence))
    .option('--cursor <name>', 'go on where the reader of this name stopped', name)
    .option('--ack', 'move the cursor as far as its lines come back on standard input')
    .option('-t, --timestamps', 'show the time of each line')
    .option('--prefix', 'begin each line with its task (default: where more than one task speaks)')
    .option('--no-prefix', 'the lines alone')
    .option('--fold', 'show a group as one line (default: on a terminal)')
    .option('--no-fold', 'show the lines of groups')
    .action(
      bind((context, raw: RawLogs, typed) =>
        runLogs(context, typed ?? '', {
          follow: raw.follow === true,
          isFailed: raw.failed === true,
          timestamps: raw.timestamps === true,
          prefix: raw.prefix,
          fold: raw.fold,
          ...readerOf(context, raw),
          ...(raw.tail === undefined ? {} : { tail: raw.tail }),
          ...(raw.since === undefined ? {} : { sinceMs: raw.since }),
          ...(raw.grep === undefined ? {} : { pattern: raw.grep }),
          ...(raw.task === undefined ? {} : { task: raw.task }),
          ...(raw.iteration === undefined ? {} : { iteration: raw.iteration }),
          ...(raw.sinceSeq === undefined ? {} : { since: cursorAt(raw.sinceSeq) }),
        }),
      ),
    );
}
