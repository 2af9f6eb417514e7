import type { Command } from 'commander';

import { cheat, help } from '../commands/help.ts';
import { gathers, typedWords } from './parse.ts';
import type { Bind } from './work.ts';

export function addHelpCommands(program: Command, bind: Bind): void {
  program
    .command('help')
    .description('help for a command, or for the code of an error')
    .argument('[command]', 'a command such as run, or a code such as NOT_FOUND')
    .argument('[verb]', 'its verb')
    .option('--all', 'every command with its flags; -o json is for programs')
    .action(
      bind(async (context, raw: { all?: boolean }, ...words) =>
        help(context, program, { words: typedWords(words), isAll: raw.all === true, gathers }),
      ),
    );
  program
    .command('cheat')
    .description('what people come to do, and the command for it, on one screen')
    .action(bind(async (context) => cheat(context)));
}
