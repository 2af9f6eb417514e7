// `dome completion SHELL` prints a script for the shell; the script asks `dome complete -- WORDS…` at each key. The tree of
// commands is known from their declaration; names of runs, gates, skills and files are added for the argument at hand.
import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { BASH_SCRIPT } from './bash-script.ts';
import { contextsFrom, NOUNS, offersOf, pathsFrom, plansFrom, SETTINGS_OFFERED } from './sources.ts';
import type { Noun, Offer } from './sources.ts';

type Tree = ReturnType<typeof tab>;

export interface Completion {
  /** Adds what has to be asked for. Never rejects: where nobody answers, nothing is offered. */
  prepare(context: Context, words: readonly string[]): Promise<void>;
}

/** A key must not wait for longer. */
export const ANSWER_MS = 1_000;
const PATHS = /^(file|dir|folder)$/;

export function addCompletion(program: Command, write: (text: string) => void): Completion {
  const tree = tab(program, { completionCommandName: 'completion' });
  // Commands take the flags of the program, too, wherever they stand.
  for (const command of tree.commands.values())
    for (const [name, option] of tree.options) if (!command.options.has(name)) command.options.set(name, option);
  // Without a verb, `dome run` is `dome run plan`.
  const [here, meant] = [tree.commands.get('run'), tree.commands.get('run plan')];
  for (const [name, option] of meant?.options ?? []) here?.options.set(name, option);
  const declared = program.commands.find((command) => command.name() === 'completion');
  declared
    ?.description('print a script that lets your shell complete commands, runs, gates, skills and files')
    .action((shell: string) =>
      shell === 'bash' ? write(BASH_SCRIPT) : tree.setup(program.name(), program.name(), shell),
    );
  return {
    prepare: async (context, words) => {
      const at = commandAt(tree, words);
      if (at === undefined) return;
      const typed = words.at(-1) ?? '';
      const paths = async () => offering(await pathsFrom(context.io.cwd, typed));
      const contexts = async () => offering(await contextsFrom(context));
      const flag = flagAtHand(at, words);
      if (flag?.value === 'context') flag.handler = await contexts();
      else if (flag !== undefined && takesPath(program, flag.command.value, flag.value)) flag.handler = await paths();
      // A flag: no argument is at hand.
      if (typed.startsWith('-')) return;
      const named = Map.groupBy(at.arguments.values(), (argument) => meaningOf(at.value, argument.name));
      for (const [name, [argument]] of named)
        if (argument !== undefined && PATHS.test(name)) argument.handler = await paths();
      for (const argument of named.get('context') ?? []) argument.handler = await contexts();
      for (const argument of named.get('key') ?? []) argument.handler = offering(SETTINGS_OFFERED);
      for (const argument of named.get('plan') ?? []) argument.handler = offering(plansFrom(context.io.cwd));
      const nouns = NOUNS.filter((noun) => named.has(noun));
      for (const [noun, offers] of await offersFor(context, nouns))
        for (const argument of named.get(noun) ?? []) argument.handler = offering(offers);
    },
  };
}

const offering =
  (offers: readonly Offer[]) =>
  (complete: (word: string, says: string) => void): void => {
    for (const { word, says } of offers) complete(word, says);
  };

/** The one whose value is typed: `--flag=…`, or behind `--flag` or `-f`. */
function flagAtHand({ options }: ReturnType<Tree['command']>, words: readonly string[]) {
  const typed = words.at(-1) ?? '';
  const flag = typed.startsWith('--') && typed.includes('=') ? typed.split('=')[0] : words.at(-2);
  return [...options.values()].find(({ value, alias }) => flag === `--${value}` || flag === `-${alias}`);
}

/** The longest command that the words begin with, flags aside. */
function commandAt(tree: Tree, words: readonly string[]): ReturnType<Tree['command']> | undefined {
  const plain = words.slice(0, -1).filter((word) => !word.startsWith('-'));
  const names = plain.map((_, index) => plain.slice(0, index + 1).join(' ')).toReversed();
  return names.map((name) => tree.commands.get(name)).find((command) => command !== undefined);
}

/** `environment get NAME` and `cursor delete NAME` name what their noun is. */
const meaningOf = (command: string, argument: string): string =>
  argument === 'name' ? (command.split(' ')[0] ?? '') : argument;

/** By one connection, and only if there is something to ask. */
async function offersFor(context: Context, nouns: readonly Noun[]): Promise<[Noun, Offer[]][]> {
  if (nouns.length === 0) return [];
  try {
    await using connection = await context.connect();
    return await Promise.all(
      nouns.map(async (noun): Promise<[Noun, Offer[]]> => [noun, await offersOf(connection.client, noun)]),
    );
  } catch {
    return [];
  }
}

/** Flags that are declared as `--workspace <dir>`. */
function takesPath(program: Command, name: string, flag: string): boolean {
  const words = name.split(' ').filter((word) => word !== '');
  const command = words.reduce<Command | undefined>(
    (at, word) => at?.commands.find((one) => one.name() === word),
    program,
  );
  const declared = command?.options.find(({ long }) => long === `--${flag}`);
  return declared !== undefined && /<(file|dir|plan)>/.test(declared.flags);
}
