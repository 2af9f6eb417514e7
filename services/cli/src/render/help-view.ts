import { ERRORS } from '@dome/contracts';
import type { ErrorCode } from '@dome/contracts';

import { EXIT, EXIT_SAYS, exitCodeOf } from '../exit-codes.ts';
import { COMMAND_EXAMPLES } from '../help/examples.ts';
import type { CommandExample } from '../help/examples.ts';
import type { CommandDescription, FlagDescription, ProgramDescription } from '../help/describe.ts';
import { padEnd } from '../terminal/style.ts';
import type { Paint } from '../terminal/style.ts';
import { columns } from './columns.ts';

/** After the help of the program itself. */
export function firstHelpText(program: string): string {
  const rows = COMMAND_EXAMPLES.filter(({ isFirst }) => isFirst === true).map(({ words, says }) => [
    `  ${program} ${words}`,
    says,
  ]);
  return `\nExamples:\n${columns([], rows)}\nMore: ${program} cheat, ${program} help --all\n\nExit codes: ${exitCodesText()}\n`;
}

/** At most as wide as a narrow terminal. */
function exitCodesText(): string {
  const words = Object.entries(EXIT_SAYS).map(([name, says]) => `${EXIT[name as keyof typeof EXIT]} ${says}`);
  const lines = words.reduce<string[]>((all, word, index) => {
    const last = all.at(-1) ?? '';
    const item = index === words.length - 1 ? word : `${word},`;
    if (last !== '' && last.length + item.length + 1 + EXIT_MARGIN.length <= NARROW)
      return [...all.slice(0, -1), `${last} ${item}`];
    return [...all, item];
  }, []);
  return lines.join(`\n${EXIT_MARGIN}`);
}

const NARROW = 80;
const EXIT_MARGIN = ' '.repeat('Exit codes: '.length);

/** One screen: what people come to do, and the command for it. What follows the command is a comment to a shell. */
export function cheatText(examples: readonly CommandExample[], program: string): string {
  const lines = examples.map(({ task, words, says }, index) => {
    const named = examples[index - 1]?.task === task ? '' : task;
    return `${padEnd(named, TASK_COLUMNS)}${padEnd(`${program} ${words}`, COMMAND_COLUMNS)}  # ${says}\n`;
  });
  return lines.join('');
}

const TASK_COLUMNS = 8;
const COMMAND_COLUMNS = 40;

export interface HelpLook {
  readonly program: string;
  readonly paint: Paint;
}

/** Every command with its flags, on one page. */
export function wholeHelpText(description: ProgramDescription, look: HelpLook): string {
  const { says, flags, commands, exitCodes } = description;
  return [
    `${says}\n`,
    ...commands.map((command) => commandText(command, look)),
    `${look.paint('bold', 'Flags of every command')}\n${flagsText(flags)}`,
    `${look.paint('bold', 'Exit codes')}\n${columns(
      [],
      exitCodes.map((one) => [`  ${one.code}`, one.says]),
    )}`,
  ].join('\n');
}

function commandText(
  { command, usage, says, arguments: words, flags, aliases }: CommandDescription,
  look: HelpLook,
): string {
  const typed = `${look.program} ${usage.replace(/^\S+ /, '')}`;
  const also =
    aliases.length === 0 ? '' : ` (also: ${aliases.map((alias) => command.replace(/\S+$/, alias)).join(', ')})`;
  const rows = words.flatMap((one) => (one.says === '' ? [] : [[`  ${one.name}`, one.says]]));
  return `${look.paint('bold', typed)}\n  ${says}${also}\n${columns([], rows)}${flagsText(flags)}`;
}

function flagsText(flags: readonly FlagDescription[]): string {
  const rows = flags.map((flag) => [`  ${flag.flags}`, `${flag.says}${factsOf(flag)}`]);
  return columns([], rows);
}

function factsOf({ isRequired, choices, default: fallback }: FlagDescription): string {
  const facts = [
    ...(isRequired ? ['required'] : []),
    ...(choices === undefined ? [] : [choices.join(', ')]),
    ...(fallback === undefined ? [] : [`default: ${String(fallback)}`]),
  ];
  return facts.length === 0 ? '' : ` (${facts.join('; ')})`;
}

/** What a code means: as in docs/errors.md. */
export function errorHelpText(code: ErrorCode): string {
  const { title, hint, disposition } = ERRORS[code];
  const again = disposition === 'retry' ? 'the same may succeed later' : 'the same will not succeed later';
  return `${code}\n${title}\n${hint}\n\nExit code ${exitCodeOf(code)}; ${again}.\n`;
}
