// Runs one command, from its arguments to its exit code. Every error is shown here, once.

import { Command, CommanderError } from 'commander';

import { addCompletion, ANSWER_MS } from './completion/complete.ts';
import type { Completion } from './completion/complete.ts';
import type { Target } from './connect/target.ts';
import { createContext } from './context.ts';
import { showError, usageError } from './errors.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { FORMATS } from './format.ts';
import type { Format } from './format.ts';
import { globalsOf, withGlobals } from './program/globals.ts';
import { readSettingsFiles } from './settings/settings-file.ts';
import type { SettingsFiles } from './settings/settings-file.ts';
import { createProgram } from './program/program.ts';
import type { Bind } from './program/work.ts';
import type { Io } from './terminal/io.ts';
import type { ColorMode } from './terminal/style.ts';

export interface CliOptions {
  readonly version: string;
  /** Sets the colours before anything is written. */
  readonly ioFor: (color: ColorMode) => Io;
}

export async function runCli(argv: readonly string[], options: CliOptions): Promise<number> {
  let exitCode: number = EXIT.success;
  let format = formatIn(argv);
  let asked: Target | undefined;
  const bind: Bind =
    (work) =>
    async (...args) => {
      const command = args.at(-1);
      if (!(command instanceof Command)) throw new TypeError('commander hands the command over last');
      const globals = globalsOf(command, await settingsFor(command, io));
      format = globals.output;
      const context = createContext(options.ioFor(globals.color), globals, (target) => (asked = target));
      const words = command.processedArgs.flat().map((word: unknown) => (typeof word === 'string' ? word : undefined));
      exitCode = await work(context, command.opts(), ...words);
    };
  const io = options.ioFor('auto');
  const program = createProgram(bind, options.version);
  const completion = addCompletion(program, (text) => void io.out.write(text));
  let help = '';
  for (const command of [program, ...descendants(program)]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void io.out.write(text),
      // Errors are shown here, in one form; everything else that commander writes there is help.
      writeErr: (text) => (help += text),
      getOutHasColors: () => io.out.isTerminal,
    });
  }
  try {
    if (argv[0] === COMPLETE) await prepare(completion, argv.slice(argv.indexOf('--') + 1), options);
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.code === 'commander.help' && error.exitCode !== 0) {
      void io.err.write(help);
      return EXIT.usage;
    }
    return failed(error, { format, asked, err: io.err });
  }
}

/** Whoever asks for help, or runs a plane, is not kept from it by a file that is not valid. */
async function settingsFor(command: Command, { env, cwd }: Io): Promise<SettingsFiles> {
  return await readSettingsFiles(env, cwd).catch((error: unknown) => {
    if (NEED_NO_SETTINGS.includes(command.name())) return {};
    throw error;
  });
}

const NEED_NO_SETTINGS: readonly string[] = ['help', 'cheat', 'serve', 'path'];

/** What a shell asks, once for each key, about the words that were typed so far. */
const COMPLETE = 'complete';

async function prepare(completion: Completion, words: readonly string[], { ioFor }: CliOptions): Promise<void> {
  const typed = withGlobals(new Command()).allowUnknownOption();
  typed.parseOptions([...words]);
  try {
    const io = ioFor('never');
    const settings = await readSettingsFiles(io.env, io.cwd);
    const globals = { ...globalsOf(typed, settings), timeoutMs: ANSWER_MS, quiet: true };
    await completion.prepare(createContext(io, globals), words);
  } catch {
    // A key is no place for errors: whatever is wrong with the words so far, the command itself will say.
  }
}

interface Failure {
  readonly format: Format;
  readonly err: Io['err'];
  /** Whom the command spoke to, if it came so far. */
  readonly asked: Target | undefined;
}

function failed(error: unknown, { format, err, asked }: Failure): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.success;
    const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
    showError(usageError(first, rest.join(' ').replace(/[()]/g, '') || undefined), err, { format });
    return EXIT.usage;
  }
  return exitCodeOf(showError(error, err, { format, asked }).code);
}

function descendants(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...descendants(child)]);
}

/** The output format, even when the other arguments are invalid. */
function formatIn(argv: readonly string[]): Format {
  if (argv.includes('--json')) return 'json';
  const given = argv.flatMap((word, index) => {
    if (word === '-o' || word === '--output') return [argv[index + 1] ?? ''];
    return /^(-o|--output=)(.+)$/.exec(word)?.slice(2) ?? [];
  });
  return FORMATS.find((format) => format === given.at(-1)) ?? 'table';
}
