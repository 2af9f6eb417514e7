// Everything that can be typed, as data, read from the declaration of the program.
import type { Argument, Command, Option } from 'commander';

import { EXIT, EXIT_SAYS } from '../exit-codes.ts';
import { SETTINGS } from '../settings/settings.ts';
import { COMMAND_EXAMPLES } from './examples.ts';
import type { CommandExample } from './examples.ts';

export type Gathers = (parse: Option['parseArg']) => boolean;

export interface ProgramDescription {
  readonly program: string;
  readonly version: string;
  readonly says: string;
  /** Of every command. */
  readonly flags: readonly FlagDescription[];
  readonly commands: readonly CommandDescription[];
  readonly exitCodes: readonly { readonly code: number; readonly name: string; readonly says: string }[];
}

export interface CommandDescription {
  /** Its words, such as `run submit`. */
  readonly command: string;
  readonly aliases: readonly string[];
  readonly says: string;
  readonly usage: string;
  readonly arguments: readonly ArgumentDescription[];
  readonly flags: readonly FlagDescription[];
  readonly examples: readonly Omit<CommandExample, 'isFirst' | 'task'>[];
}

interface ArgumentDescription {
  readonly name: string;
  readonly says: string;
  readonly isRequired: boolean;
}

export interface FlagDescription {
  /** As help shows it: `-f, --file <plan>`. */
  readonly flags: string;
  readonly name: string;
  readonly says: string;
  readonly takesValue: boolean;
  readonly isRequired: boolean;
  readonly isRepeatable: boolean;
  readonly choices?: readonly string[];
  readonly default?: string | number | boolean;
  /** Environment variables that say the same. */
  readonly variables?: readonly string[];
}

/** @param gathers whether a parser of flags gathers what is given several times */
export function describeProgram(program: Command, gathers: Gathers): ProgramDescription {
  return {
    program: program.name(),
    version: program.version() ?? '',
    says: program.description(),
    flags: flagsOf(program, gathers),
    commands: commandsBelow(program).map((command) => describeCommand(command, gathers)),
    exitCodes: Object.entries(EXIT_SAYS).map(([name, says]) => ({ code: EXIT[name as keyof typeof EXIT], name, says })),
  };
}

/** Those that can be typed: every verb, and a noun that does something without one. */
export function commandsBelow(command: Command): Command[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((child) => command.commands.includes(child))
    .flatMap((child) => {
      const does = child.commands.length === 0 || child.registeredArguments.length > 0;
      return [...(does ? [child] : []), ...commandsBelow(child)];
    });
}

export function describeCommand(command: Command, gathers: Gathers): CommandDescription {
  const words = wordsOf(command);
  const examples = COMMAND_EXAMPLES.filter((one) => isOf(one.words, words));
  return {
    command: words,
    aliases: command.aliases(),
    says: command.description(),
    usage: command.createHelp().commandUsage(command),
    arguments: command.registeredArguments.map(describeArgument),
    flags: flagsOf(command, gathers),
    examples: examples.map(({ words: typed, says }) => ({ words: typed, says })),
  };
}

/** Its own, not those of a verb that begins alike. */
const isOf = (typed: string, words: string): boolean => typed.replace(/ (?:-|@|[A-Z]|\.).*$/, '') === words;

function wordsOf(command: Command): string {
  const above = command.parent;
  return above === null || above.parent === null ? command.name() : `${wordsOf(above)} ${command.name()}`;
}

function describeArgument(argument: Argument): ArgumentDescription {
  return { name: argument.name(), says: argument.description, isRequired: argument.required };
}

const flagsOf = (command: Command, gathers: Gathers): FlagDescription[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => long !== '--help')
    .map((option) => describeFlag(option, gathers));

function describeFlag(option: Option, gathers: Gathers): FlagDescription {
  const { flags, description, required, mandatory, argChoices, defaultValue, defaultValueDescription } = option;
  const variables = VARIABLES[option.long ?? ''];
  const fallback: unknown = defaultValueDescription ?? defaultValue;
  return {
    flags,
    name: option.name(),
    says: description,
    takesValue: required,
    isRequired: mandatory,
    isRepeatable: gathers(option.parseArg),
    ...(argChoices === undefined ? {} : { choices: argChoices }),
    ...(isPlain(fallback) && !option.negate ? { default: fallback } : {}),
    ...(variables === undefined ? {} : { variables }),
  };
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  '--password': ['NATS_PASSWORD'],
  ...Object.fromEntries(SETTINGS.flatMap(({ flag, variables }) => (flag && variables ? [[flag, variables]] : []))),
};
