import type { Command } from 'commander';

import { contractDiff } from '../commands/contract.ts';
import { doctor } from '../commands/doctor.ts';
import { showVersion } from '../commands/version.ts';
import { whoami } from '../commands/whoami.ts';
import { names } from './parse.ts';
import { topologySettings, withTopologySettings } from './topology-settings.ts';
import type { RawTopologySettings } from './topology-settings.ts';
import type { Bind } from './work.ts';

export function addContractCommands(program: Command, bind: Bind): void {
  const contract = program.command('contract').description('what crosses the wire, and what a change of it breaks');
  contract
    .command('diff')
    .description('show what a change of the contract breaks (exit 8 if it may not pass)')
    .argument('[base]', 'a folder, a release or a commit (default: the kept releases)')
    .option('--live', 'connect, and name the runs, commands and skills that the change would strand')
    .argument('[head]', 'a folder, a release or a commit (default: the folder you are in)')
    .action(
      bind((context, raw: { live?: boolean }, ...[base, head]) =>
        contractDiff(context, {
          isLive: raw.live === true,
          ...(base === undefined ? {} : { base }),
          ...(head === undefined ? {} : { head }),
        }),
      ),
    );
}

export function addDoctor(program: Command, bind: Bind): void {
  withTopologySettings(
    program
      .command('doctor')
      .description('say what is sound here and what is not (exit 8 if something is not)')
      .option('--prove', 'try whatever the contract forbids, as each plane, an observer, each reader and yourself')
      .option('--reader <name>', 'with --prove: a program that reads and has no durable yet; may be repeated', names)
      .option('--report <file>', 'write the proof there, as JSON'),
  ).action(
    bind((context, raw: RawDoctor) =>
      doctor(context, {
        prove: raw.prove === true,
        readers: raw.reader ?? [],
        settings: topologySettings(raw),
        ...(raw.report === undefined ? {} : { report: raw.report }),
      }),
    ),
  );
}

export function addVersion(program: Command, bind: Bind, version: string): void {
  program
    .command('version')
    .description('say which versions of the program, the contract, the broker and the planes meet here')
    .action(bind((context) => showVersion(context, version)));
}

export function addWhoami(program: Command, bind: Bind): void {
  program
    .command('whoami')
    .description('say as whom commands speak here, to which broker, and what the law lets you do')
    .action(bind((context) => whoami(context)));
}

interface RawDoctor extends RawTopologySettings {
  readonly prove?: boolean;
  readonly reader?: readonly string[];
  readonly report?: string;
}
