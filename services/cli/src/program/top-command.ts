import { Option } from 'commander';
import type { Command } from 'commander';

import { top } from '../commands/top.ts';
import { time } from './parse.ts';
import type { Bind } from './work.ts';

/** Each sample asks every process of the fleet. */
const INTERVAL_MS = 2_000;

interface RawTop {
  readonly interval: number;
  readonly once?: boolean;
}

export function addTop(program: Command, bind: Bind): void {
  program
    .command('top')
    .description('daemons, backlogs, runs and gates at work, live')
    .addOption(
      new Option('--interval <duration>', 'time between two samples').argParser(time).default(INTERVAL_MS, '2s'),
    )
    .option('--once', 'print the figures once')
    .action(bind((context, raw: RawTop) => top(context, { intervalMs: raw.interval, once: raw.once === true })));
}
