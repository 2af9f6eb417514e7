// Runs one command, from its arguments to its exit code. Every error is shown here, once.

import { Command, CommanderError } from 'commander';

import { addCompletion, ANSWER_MS } from './completion/complete.ts';
import type { Completion } from './completion/complete.ts';
import { createContext } from './context.ts';
import { showError, usageError } from './errors.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { FORMATS } from './globals.ts';
import type { Format } from './globals.ts';
import { globalsOf, withGlobals } from './program/globals.ts';
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
  const bind: Bind =
    (work) =>
    async (...args) => {
      const command = args.at(-1);
      if (!(command instanceof Command)) throw new TypeError('commander hands the command over last');
      const globals = globalsOf(command);
      const context = createContext(options.ioFor(globals.color), globals);
      const words = command.processedArgs.map((word) => (typeof word === 'string' ? word : undefined));
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
    return failed(error, { argv, io });
  }
}

/** What a shell asks, once for each key, about the words that were typed so far. */
const COMPLETE = 'complete';

async function prepare(completion: Completion, words: readonly string[], { ioFor }: CliOptions): Promise<void> {
  const typed = withGlobals(new Command()).allowUnknownOption();
  typed.parseOptions([...words]);
  try {
    const globals = { ...globalsOf(typed), timeoutMs: ANSWER_MS };
    await completion.prepare(createContext(ioFor('never'), globals), words);
  } catch {
    // A key is no place for errors: whatever is wrong with the words so far, the command itself will say.
  }
}

function failed(error: unknown, { argv, io }: { argv: readonly string[]; io: Io }): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.success;
    const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
    showError(usageError(first, rest.join(' ').replace(/[()]/g, '') || undefined), io.err, formatIn(argv));
    return EXIT.usage;
  }
  return exitCodeOf(showError(error, io.err, formatIn(argv)).code);
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
