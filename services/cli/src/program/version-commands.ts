// Versions of skills in an update.
import type { Command } from 'commander';

import { skillDrain, skillUndrain } from '../commands/skill-versions.ts';
import { usageError } from '../errors.ts';
import { duration } from './parse.ts';
import type { Bind } from './work.ts';

interface RawDrain {
  readonly pool?: string;
  readonly reason?: string;
  readonly wait?: boolean;
  readonly waitTimeout?: number;
}

export function addVersionCommands(skill: Command, bind: Bind): void {
  skill
    .command('drain')
    .description('let new runs choose a version no more; the runs that are locked to it go on')
    .argument('<version>', 'name@version')
    .option('--pool <name>', 'in this pool (default: default)')
    .option('-m, --reason <text>', 'why; it is kept with your name')
    .option('--wait', 'return when no open run needs it')
    .option('--wait-timeout <duration>', 'with --wait: give up after this long (exit 124)', duration)
    .action(
      bind((context, { pool, reason, wait, waitTimeout }: RawDrain, version) => {
        if (waitTimeout !== undefined && wait !== true)
          throw usageError('--wait-timeout needs --wait.', 'Add --wait, or leave --wait-timeout out.');
        return skillDrain(context, {
          version: version ?? '',
          isAwaited: wait === true,
          ...(pool === undefined ? {} : { pool }),
          ...(reason === undefined ? {} : { reason }),
          ...(waitTimeout === undefined ? {} : { waitTimeoutMs: waitTimeout }),
        });
      }),
    );
  skill
    .command('undrain')
    .description('let new runs choose a version again')
    .argument('<version>', 'name@version')
    .option('--pool <name>', 'in this pool (default: default)')
    .action(bind((context, { pool }: { pool?: string }, version) => skillUndrain(context, version ?? '', pool)));
}
