import { Option } from 'commander';
import type { Command } from 'commander';

import { usageError } from '../errors.ts';
import { FORMATS } from '../globals.ts';
import type { Globals } from '../globals.ts';
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
    .option('--context <name>', 'a context of the nats command line (env: NATS_CONTEXT)')
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

/** @throws DomeError INVALID_REQUEST for a format that there is not */
export function globalsOf(command: Command): Globals {
  const raw = command.optsWithGlobals<RawGlobals>();
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
    ...(raw.server === undefined ? {} : { server: raw.server }),
    ...(raw.context === undefined ? {} : { context: raw.context }),
    ...(raw.user === undefined ? {} : { user: raw.user }),
    ...(raw.password === undefined ? {} : { password: raw.password }),
    ...(raw.creds === undefined ? {} : { creds: raw.creds }),
  };
}
