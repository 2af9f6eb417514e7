import type { Command } from 'commander';

import { accountsRender } from '../commands/accounts.ts';
import { commaNames } from './parse.ts';
import type { Bind } from './work.ts';

interface RawRender {
  readonly people?: readonly string[];
  readonly readers?: readonly string[];
  readonly passwords: string;
  readonly out?: string;
}

export function addAccountsCommands(program: Command, bind: Bind): void {
  const accounts = program.command('accounts').description('users of the broker, and what each may do');
  accounts
    .command('render')
    .description('write the accounts of nats-server for the people and readers of an installation')
    .option('--people <names>', 'people, separated by commas', commaNames)
    .option('--readers <names>', 'programs that read with a durable, separated by commas', commaNames)
    .option(
      '--passwords <from>',
      "env: the server's environment has them; generate: draw them; else the folder that has them",
      'env',
    )
    .option('--out <dir>', 'write accounts.conf, and drawn passwords, into this folder')
    .action(
      bind((context, { people = [], readers = [], passwords, out }: RawRender) =>
        accountsRender(context, { people, readers, passwords, ...(out === undefined ? {} : { out }) }),
      ),
    );
}
