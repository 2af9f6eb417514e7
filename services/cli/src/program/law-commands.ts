import { LIMITS } from '@dome/contracts';
import { Argument, Option } from 'commander';
import type { Command } from 'commander';

import { environmentGet, environmentList } from '../commands/environment.ts';
import { LAW_KINDS, lawApply, lawDiff, lawGet, lawHistory, lawList } from '../commands/law.ts';
import type { DocumentKind } from '../commands/law.ts';
import { collect, limit } from './parse.ts';
import type { Bind } from './work.ts';

interface RawApply {
  readonly withdraw?: readonly string[];
  readonly reason?: string;
  readonly dryRun?: boolean;
}

interface RawHistory {
  readonly kind?: DocumentKind;
  readonly name?: string;
  readonly limit?: number;
  readonly after?: string;
}

export function addLawCommands(program: Command, bind: Bind): void {
  const law = program.command('law').description('policies, access and environments: what decides, and who may');
  law
    .command('diff')
    .description('show how a folder differs from the law in force (exit 8 if it does)')
    .argument('<dir>', 'folder of documents')
    .action(bind((context, _raw: object, dir) => lawDiff(context, dir ?? '')));
  law
    .command('apply')
    .description('apply the documents of a folder, all or none')
    .argument('[dir]', 'folder of documents; optional if something is withdrawn')
    .option('--withdraw <document>', 'a version that is no longer in force: KIND/NAME@VERSION', collect)
    .option('-m, --reason <text>', 'why')
    .option('--dry-run', 'show what it would change and which open runs it touches, store nothing')
    .action(
      bind((context, raw: RawApply, dir) =>
        lawApply(context, {
          dir,
          withdraw: raw.withdraw ?? [],
          dryRun: raw.dryRun === true,
          ...(raw.reason === undefined ? {} : { reason: raw.reason }),
        }),
      ),
    );
  law
    .command('list')
    .alias('ls')
    .description('the documents in force')
    .addOption(new Option('--kind <kind>', 'only documents of this kind').choices(LAW_KINDS))
    .action(bind((context, raw: { kind?: DocumentKind }) => lawList(context, raw.kind)));
  law
    .command('get')
    .alias('show')
    .description('one document, who applied it and why')
    .addArgument(new Argument('<kind>', 'its kind').choices(LAW_KINDS))
    .argument('<name>', 'NAME for the version in force, or NAME@VERSION; the access document is called access')
    .action(bind((context, _raw: object, ...[kind, name]) => lawGet(context, kindOf(kind), name ?? '')));
  law
    .command('history')
    .description('every change, newest first')
    .addOption(new Option('--kind <kind>', 'only documents of this kind').choices(LAW_KINDS))
    .option('--name <name>', 'only documents of this name')
    .option('--limit <count>', `number of changes, at most ${LIMITS.listMax} (default: ${LIMITS.listDefault})`, limit)
    .option('--after <token>', 'continue after this page')
    .action(
      bind((context, { kind, name, limit: most, after }: RawHistory) =>
        lawHistory(context, {
          ...(kind === undefined ? {} : { kind }),
          ...(name === undefined ? {} : { name }),
          ...(most === undefined ? {} : { limit: most }),
          ...(after === undefined ? {} : { after }),
        }),
      ),
    );
}

export function addEnvironmentCommands(program: Command, bind: Bind): void {
  const environment = program.command('environment').alias('env').description('what stands where');
  environment
    .command('list')
    .alias('ls')
    .description('every environment, and what stands in it')
    .action(bind((context) => environmentList(context)));
  environment
    .command('get')
    .alias('show')
    .description('one environment: artifacts by digest, since when, by which run, decided by whom')
    .argument('<name>', 'its name')
    .action(bind((context, _raw: object, name) => environmentGet(context, name ?? '')));
}

/** Commander has let nothing else through. */
const kindOf = (text: string | undefined): DocumentKind => LAW_KINDS.find((kind) => kind === text) ?? 'policy';
