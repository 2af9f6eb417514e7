import { Option } from 'commander';
import type { Command } from 'commander';

import { usageError } from '../errors.ts';
import { FORMATS } from '../format.ts';
import type { Globals } from '../globals.ts';
import type { SettingsFiles } from '../settings/settings-file.ts';
import type { ColorMode } from '../terminal/style.ts';
import { time } from './parse.ts';

/** The default of `--timeout`. */
const TIMEOUT_MS = 5_000;

interface RawGlobals {
  readonly server?: string;
  readonly context?: string;
  readonly user?: string;
  readonly password?: string;
  readonly creds?: string;
  readonly timeout: number;
  readonly output: string;
  readonly json?: boolean;
  readonly color: ColorMode;
  readonly quiet?: boolean;
}

export function withGlobals(program: Command): Command {
  return program
    .optionsGroup('Connection:')
    .option('-s, --server <url>', 'address of the broker (env: NATS_URL)')
    .option(
      '--context <name>',
      'a name of dome context list, or the folder of a stack (env: DOME_CONTEXT, NATS_CONTEXT)',
    )
    .option('--user <name>', 'broker user (env: NATS_USER)')
    .option('--password <text>', 'password of the user (env: NATS_PASSWORD)')
    .option('--creds <file>', 'credentials file (env: NATS_CREDS)')
    .addOption(new Option('--timeout <duration>', 'time limit of a request').argParser(time).default(TIMEOUT_MS, '5s'))
    .optionsGroup('Output:')
    .addOption(
      // Checked below: some commands write a file, and this flag names it.
      new Option('-o, --output <format>', 'format of the result').choices(FORMATS).argParser(String).default('table'),
    )
    .option('--json', 'same as -o json')
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'))
    .option('-q, --quiet', 'print only the result');
}

/**
 * A flag wins over the file of the project, and that one over the person's.
 * @throws DomeError INVALID_REQUEST for a format that there is not
 */
export function globalsOf(command: Command, settings: SettingsFiles = {}): Globals {
  const raw = withSettings(command, settings);
  const format = FORMATS.find((one) => one === raw.output);
  const takesFile = command.options.some(({ long }) => long === '--output');
  if (format === undefined && !takesFile) {
    throw usageError(`-o, --output: there is no format ${raw.output}.`, `The formats are ${FORMATS.join(', ')}.`);
  }
  return {
    timeoutMs: raw.timeout,
    output: raw.json === true ? 'json' : (format ?? 'table'),
    ...(format === undefined ? { file: raw.output } : {}),
    color: raw.color,
    quiet: raw.quiet === true,
    settings,
    typed: Object.keys(raw).filter((name) => isTyped(command, name)),
    ...(raw.server === undefined ? {} : { server: raw.server }),
    ...(raw.context === undefined ? {} : { context: raw.context }),
    ...(raw.user === undefined ? {} : { user: raw.user }),
    ...(raw.password === undefined ? {} : { password: raw.password }),
    ...(raw.creds === undefined ? {} : { creds: raw.creds }),
  };
}

/** What was typed, and for what was not, what the files say. */
function withSettings(command: Command, { project, person }: SettingsFiles): RawGlobals {
  const raw = command.optsWithGlobals<RawGlobals>();
  const isOpen = (name: string): boolean => !isTyped(command, name);
  const { output, color, quiet } = person?.settings ?? {};
  const timeout = project?.settings.timeout ?? person?.settings.timeout;
  return {
    ...raw,
    ...(output !== undefined && isOpen('output') && isOpen('json') ? { output } : {}),
    ...(color !== undefined && isOpen('color') ? { color } : {}),
    ...(quiet !== undefined && isOpen('quiet') ? { quiet } : {}),
    ...(timeout !== undefined && isOpen('timeout') ? { timeout: time(timeout) } : {}),
  };
}

const isTyped = (command: Command, name: string): boolean => command.getOptionValueSourceWithGlobals(name) === 'cli';
