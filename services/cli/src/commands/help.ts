// `dome help` and `dome cheat`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { ERRORS, nearestName } from '@dome/contracts';
import type { ErrorCode } from '@dome/contracts';
import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { EXIT, exitCodeOf } from '../exit-codes.ts';
import { describeCommand, describeProgram } from '../help/describe.ts';
import type { Gathers } from '../help/describe.ts';
import { COMMAND_EXAMPLES } from '../help/examples.ts';
import { planOfProject } from '../plans.ts';
import { cheatText, errorHelpText, wholeHelpText } from '../render/help-view.ts';
import { projectRun } from '../settings/project-run.ts';
import { hintAsTyped, PROGRAM } from '../typed-command.ts';

export interface HelpAsked {
  /** A command, or the code of an error; none for the program itself. */
  readonly words: readonly string[];
  readonly isAll: boolean;
  readonly gathers: Gathers;
}

/** @throws DomeError INVALID_REQUEST for what is neither a command nor a code */
export function help(context: Context, program: Command, { words, isAll, gathers }: HelpAsked): number {
  const { out } = context.io;
  const [first] = words;
  if (isAll || (first === undefined && context.globals.output !== 'table')) {
    const value = describeProgram(program, gathers);
    const text = (): string => wholeHelpText(value, { program: PROGRAM, paint: out.paint });
    context.show({ value, items: value.commands, text });
    return EXIT.success;
  }
  if (first !== undefined && isErrorCode(first)) {
    const { title, hint, disposition } = ERRORS[first];
    const value = {
      code: first,
      title,
      hint: hintAsTyped(hint),
      exitCode: exitCodeOf(first),
      retryable: disposition === 'retry',
    };
    context.show({ value, text: () => hintAsTyped(errorHelpText(first)) });
    return EXIT.success;
  }
  const command = commandNamed(program, words);
  if (context.globals.output === 'table') command.outputHelp();
  else context.show({ value: describeCommand(command, gathers), text: () => '' });
  return EXIT.success;
}

function isErrorCode(word: string): word is ErrorCode {
  return Object.hasOwn(ERRORS, word);
}

/** @throws DomeError INVALID_REQUEST */
function commandNamed(program: Command, words: readonly string[]): Command {
  let command = program;
  for (const word of words) {
    const below = command.commands.find((one) => [one.name(), ...one.aliases()].includes(word));
    if (below === undefined)
      throw unknown(word, command === program ? [...namesIn(program), ...codes()] : namesIn(command));
    command = below;
  }
  return command;
}

const namesIn = (command: Command): string[] => command.commands.map((one) => one.name());
const codes = (): string[] => Object.keys(ERRORS);

function unknown(word: string, known: readonly string[]): Error {
  const meant = nearestName(word, known) ?? nearestName(word.toUpperCase(), known);
  const hint = meant === undefined ? `See all of them with \`dome help --all\`.` : `Did you mean ${meant}?`;
  return usageError(`There is no help for ${word}: it is neither a command nor the code of an error.`, hint);
}

const PLAN_OF_CLONE = join('examples', 'release.plan.yaml');

/** What does not work in this folder is left out, and what stands for a plan is one, if there is one. */
export function cheat(context: Context): number {
  const { io } = context;
  const hasPlan = (projectRun(context.globals.settings ?? {}, io.cwd).plan ?? planOfProject(io.cwd)) !== undefined;
  const plan = existsSync(join(io.cwd, PLAN_OF_CLONE)) ? PLAN_OF_CLONE : 'PLAN --workspace .';
  const examples = COMMAND_EXAMPLES.filter(({ words }) => words !== 'run' || hasPlan).map((one) => ({
    ...one,
    words: one.words.replace('PLAN --workspace .', plan),
  }));
  const items = examples.map(({ task, words, says }) => ({ task, command: `${PROGRAM} ${words}`, says }));
  context.show({ value: { examples: items }, items, text: () => cheatText(examples, PROGRAM) });
  return EXIT.success;
}
