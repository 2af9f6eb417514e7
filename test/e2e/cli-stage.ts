// `dome dev` as a developer starts it, in folders of its own, and commands as typed in another terminal.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { eventually } from '@dome/testkit';

import { ownEnvironment, startCommand } from './command.ts';
import type { RunningCommand, Said } from './command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = join(root, 'services', 'cli', 'src', 'main.ts');

export interface CliStage extends AsyncDisposable {
  readonly dir: string;
  /** Temporary folders of the stack and of the commands. */
  readonly temporary: string;
  readonly env: Readonly<Record<string, string>>;
  readonly dev: RunningCommand;
  /** Runs a command to its end. */
  dome(...args: string[]): Promise<Said>;
  start(...args: string[]): RunningCommand;
  /** Runs a line of bash, in which `$DOME` is the program. */
  shell(line: string): RunningCommand;
  /** A file in the folder that commands run in. */
  write(name: string, content: string): Promise<void>;
}

export interface StageOptions {
  /** Arguments of `dome dev`. */
  readonly devArgs?: readonly string[];
  /** Serves the console; by default it does not, because few tests open it. */
  readonly ui?: boolean;
  /** In the folder that commands run in, before the first of them. */
  readonly files?: Readonly<Record<string, string>>;
  /** Where commands run; by default a folder of the stage. */
  readonly cwd?: string;
  /** Folder of the catalogue; by default the fixtures. Undefined: whatever `dome dev` finds by itself. */
  readonly skills?: string | undefined;
  /** The program that every command starts; by default the sources of this clone. */
  readonly program?: string;
  /** Variables of every command besides those of the stage. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function openCliStage({ devArgs = [], program = main, ...of }: StageOptions = {}): Promise<CliStage> {
  const { skills } = { skills: join(root, 'test', 'fixtures', 'skills'), ...of };
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), 'dome-cli-e2e-'));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const { cwd = dir } = of;
  const temporary = join(dir, 'tmp');
  await mkdir(temporary);
  for (const [name, content] of Object.entries(of.files ?? {})) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
  const env = {
    ...ownEnvironment(),
    TMPDIR: temporary,
    XDG_STATE_HOME: join(dir, 'state'),
    XDG_CONFIG_HOME: join(dir, 'config'),
    ...of.env,
  };
  const begun: RunningCommand[] = [];
  const started = (words: readonly [string, ...string[]], more: Record<string, string> = {}): RunningCommand => {
    const command = startCommand(words, { env: { ...env, ...more }, cwd });
    begun.push(command);
    return command;
  };
  const start = (...args: string[]): RunningCommand => started([process.execPath, program, ...args]);
  const shell = (line: string): RunningCommand =>
    started(['bash', '-c', line], { DOME: `${process.execPath} ${program}` });
  const served = skills === undefined ? [] : ['--skills', skills];
  const dev = start(
    'dev',
    ...served,
    '--port',
    '0',
    '--ack-wait',
    '2s',
    ...(of.ui === true ? [] : ['--no-ui']),
    ...devArgs,
  );
  stack.defer(async () => {
    dev.signal('SIGTERM');
    await dev.ended;
  });
  // A failing test leaves before its commands have ended.
  stack.defer(async () => {
    const others = begun.filter((command) => command !== dev);
    await Promise.all(others.map((command) => command.kill()));
  });
  const isReady = eventually(() => dev.said.out.includes('ready in'), { timeoutMs: 60_000 });
  const early = dev.ended.then((said): never => {
    throw new Error(`dome dev ended: ${said.err}`);
  });
  await Promise.race([isReady, early]);
  const owned = stack.move();
  return {
    dir,
    temporary,
    env,
    dev,
    start,
    shell,
    dome: (...args) => start(...args).ended,
    write: (name, content) => writeFile(join(cwd, name), content),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
