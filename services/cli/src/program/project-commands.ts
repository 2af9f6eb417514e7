// What somebody types in a project of their own, by convention rather than by flags.
import { nearestName } from '@dome/contracts';
import { Command } from 'commander';

import { init } from '../commands/init.ts';
import { runHere } from '../commands/run-here.ts';
import { usageError } from '../errors.ts';
import { planNamed, planNames } from '../plans.ts';
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

/**
 * `dome run` without a verb. Its flags belong to a verb of their own, because what `run` itself declared it would take away
 * from every other verb. It shows the run, unless it is told otherwise.
 */
export function addRunHere(run: Command, bind: Bind): void {
  const argument = ['[plan]', 'its name in the folder dome (default: check, or the only one)'] as const;
  run.argument(...argument);
  const here = run
    .command('plan', { isDefault: true })
    .description('run a plan of the project; so does dome run without a verb')
    .argument(...argument);
  withAttend(withSubmit(here))
    .option('--detach', 'submit it, and show nothing of it')
    .action(
      bind(async (context, raw: RawRunHere, plan) => {
        const { cwd } = context.io;
        if (plan !== undefined && planNamed(cwd, plan) === undefined) unknownWord(run, plan, planNames(cwd));
        const watch = raw.wait !== true && raw.detach !== true;
        return await runHere(context, plan, { ...submitOf(raw), ...attendOf({ ...raw, watch }) });
      }),
    );
}

/**
 * A word that is neither a verb nor a plan: the nearest of both was meant. For a verb that is the error of commander.
 * @throws DomeError INVALID_REQUEST, CommanderError
 */
function unknownWord(run: Command, word: string, plans: readonly string[]): never {
  const meant = nearestName(word, [...plans, ...run.commands.map((verb) => verb.name())]);
  if (meant === undefined || plans.includes(meant)) {
    const all = plans.length === 0 ? '' : ` The plans here are ${plans.join(', ')}.`;
    throw usageError(
      `${word} is neither a plan nor a command.`,
      meant === undefined ? `See \`dome run --help\`.${all}` : `Did you mean the plan ${meant}? \`dome run ${meant}\``,
    );
  }
  const verbs = new Command(run.name()).exitOverride().configureOutput({ writeErr: () => {} });
  for (const verb of run.commands) verbs.command(verb.name());
  verbs.parse([word], { from: 'user' });
  throw usageError(`${word} is not a command.`);
}
