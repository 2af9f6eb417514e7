import type { Command } from 'commander';

import { contractDiff } from '../commands/contract.ts';
import type { Bind } from './work.ts';

export function addContractCommands(program: Command, bind: Bind): void {
  const contract = program.command('contract').description('what crosses the wire, and what a change of it breaks');
  contract
    .command('diff')
    .description('show what a change of the contract breaks (exit 8 if it may not pass)')
    .argument('[base]', 'a folder, a release or a commit (default: the kept releases)')
    .argument('[head]', 'a folder, a release or a commit (default: the folder you are in)')
    .action(
      bind((context, _raw: object, ...[base, head]) =>
        contractDiff(context, { ...(base === undefined ? {} : { base }), ...(head === undefined ? {} : { head }) }),
      ),
    );
}
