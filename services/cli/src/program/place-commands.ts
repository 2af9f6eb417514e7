// Where commands go, and what they do where nothing else is said.
import type { Command } from 'commander';

import { configGet, configList, configPath, configSet } from '../commands/config.ts';
import { contextList, contextShow, contextUse } from '../commands/context.ts';
import type { SettingsOwner } from '../settings/settings.ts';
import type { Bind } from './work.ts';

interface RawConfig {
  readonly showOrigin?: boolean;
  readonly global?: boolean;
}

export function addContextCommands(program: Command, bind: Bind): void {
  const context = program
    .command('context')
    .description('where commands go: stacks of this machine, and places you named');
  context
    .command('list')
    .alias('ls')
    .description('every place that has a name, and the one that commands use here')
    .action(bind((bound) => contextList(bound)));
  context
    .command('use')
    .description('use this one wherever nothing nearer says otherwise')
    .argument('<context>', CONTEXT)
    .action(bind((bound, _raw: object, name) => contextUse(bound, name ?? '')));
  context
    .command('show')
    .description('where commands go from here and why, or where one context leads; nothing is connected')
    .argument('[context]', CONTEXT)
    .action(bind((bound, _raw: object, name) => contextShow(bound, name)));
}

const CONTEXT = 'a name of the list, or the folder of a stack';

export function addConfigCommands(program: Command, bind: Bind): void {
  const config = program.command('config').description('settings of the project (dome.yaml) and your own');
  const withOrigin = (command: Command): Command =>
    command.option('--show-origin', 'say where each value comes from: a flag, a variable, a line of a file');
  const withScope = (command: Command): Command =>
    command.option('--global', 'in your own file, instead of the dome.yaml of the project');
  withOrigin(config.command('list').alias('ls').description('every setting that has a value')).action(
    bind(async (context, { showOrigin }: RawConfig) => configList(context, { showsOrigin: showOrigin === true })),
  );
  withOrigin(config.command('get').description('one setting').argument('<key>', 'such as output or run.plan')).action(
    bind(async (context, { showOrigin }: RawConfig, key) =>
      configGet(context, key ?? '', { showsOrigin: showOrigin === true }),
    ),
  );
  withScope(
    config.command('set').description('change one setting').argument('<key>', 'such as context').argument('<value>'),
  ).action(
    bind((context, raw: RawConfig, ...[key, value]) =>
      configSet(context, { key: key ?? '', value: value ?? '', scope: scopeOf(raw) }),
    ),
  );
  withScope(config.command('unset').description('take one setting out').argument('<key>', 'such as context')).action(
    bind((context, raw: RawConfig, key) =>
      configSet(context, { key: key ?? '', value: undefined, scope: scopeOf(raw) }),
    ),
  );
  withScope(config.command('path').description('where the files are')).action(
    bind(async (context, raw: RawConfig) => configPath(context, raw.global === true)),
  );
}

const scopeOf = ({ global }: RawConfig): SettingsOwner => (global === true ? 'person' : 'project');
