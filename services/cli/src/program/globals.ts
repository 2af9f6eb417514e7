import { Option } from 'commander';
import type { Command } from 'commander';

import { FORMATS } from '../globals.ts';
import type { Format, Globals } from '../globals.ts';
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
  readonly output: Format;
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
    .addOption(new Option('-o, --output <format>', 'format of the result').choices(FORMATS).default('table'))
    .option('--json', 'same as -o json')
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'))
    .option('-q, --quiet', 'print only the result');
}

export function globalsOf(command: Command): Globals {
  const raw = command.optsWithGlobals<RawGlobals>();
  return {
    timeoutMs: raw.timeout,
    output: raw.json === true ? 'json' : raw.output,
    color: raw.color,
    quiet: raw.quiet === true,
    ...(raw.server === undefined ? {} : { server: raw.server }),
    ...(raw.context === undefined ? {} : { context: raw.context }),
    ...(raw.user === undefined ? {} : { user: raw.user }),
    ...(raw.password === undefined ? {} : { password: raw.password }),
    ...(raw.creds === undefined ? {} : { creds: raw.creds }),
  };
}
