// What somebody types in a project of their own, by convention rather than by flags.
import { Command } from 'commander';

import { init } from '../commands/init.ts';
import { runHere } from '../commands/run-here.ts';
import { planNamed } from '../plans.ts';
import { attendOf, submitOf, withAttend, withSubmit } from './submit-flags.ts';
import type { RawAttend, RawSubmit } from './submit-flags.ts';
import type { Bind } from './work.ts';

interface RawInit {
  readonly lint?: string;
  readonly test?: string;
  readonly build?: string;
  readonly dryRun?: boolean;
}

export function addInit(program: Command, bind: Bind): void {
  program
    .command('init')
    .description('write the first skills, plans and law of the project in this folder; what is there stays as it is')
    .option('--lint <command>', 'how it is linted (default: what the project says)')
    .option('--test <command>', 'how it is tested')
    .option('--build <command>', 'how it is built')
    .option('--dry-run', 'show what would be written, and write nothing')
    .action(
      bind((context, { dryRun, lint, test, build }: RawInit) => {
        const given = Object.entries({ lint, test, build }).filter(([, command]) => command !== undefined);
        return init(context, { commands: Object.fromEntries(given), dryRun: dryRun === true });
      }),
    );
}

interface RawRunHere extends RawSubmit, RawAttend {
  readonly detach?: boolean;
}

/** `dome run` itself, beside its verbs, whose flags are their own. It shows the run, unless it is told otherwise. */
export function addRunHere(run: Command, bind: Bind): void {
  run.enablePositionalOptions().argument('[plan]', 'its name in the folder dome (default: check, or the only one)');
  withAttend(withSubmit(run))
    .option('--detach', 'submit it, and show nothing of it')
    .action(
      bind(async (context, raw: RawRunHere, plan) => {
        if (plan !== undefined && planNamed(context.io.cwd, plan) === undefined) unknownVerb(run, plan);
        const watch = raw.wait !== true && raw.detach !== true;
        return await runHere(context, plan, { ...submitOf(raw), ...attendOf({ ...raw, watch }) });
      }),
    );
}

/** The error of commander for a word that is neither a verb nor a plan, with the verb that was meant. */
function unknownVerb(run: Command, word: string): void {
  const verbs = new Command(run.name()).exitOverride().configureOutput({ writeErr: () => {} });
  for (const verb of run.commands) verbs.command(verb.name());
  verbs.parse([word], { from: 'user' });
}
