// `dome dev` as a developer starts it, with folders of its own, and commands as they are typed in another terminal.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { eventually } from '@dome/testkit';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = join(root, 'services', 'cli', 'src', 'main.ts');

export interface Said {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

export interface RunningCommand {
  readonly pid: number;
  readonly said: { readonly out: string; readonly err: string };
  readonly ended: Promise<Said>;
  signal(signal: NodeJS.Signals): void;
}

export interface CliStage extends AsyncDisposable {
  readonly dir: string;
  /** Temporary folders of the stack and of the commands. */
  readonly temporary: string;
  readonly env: Readonly<Record<string, string>>;
  readonly dev: RunningCommand;
  /** A command to its end. */
  dome(...args: string[]): Promise<Said>;
  start(...args: string[]): RunningCommand;
  /** A line of bash, in which `$DOME` is the program. */
  shell(line: string): RunningCommand;
  /** A file in the folder that commands run in. */
  write(name: string, content: string): Promise<void>;
}

export interface StageOptions {
  /** Arguments of `dome dev`. */
  readonly devArgs?: readonly string[];
  /** The program that every command starts; the sources of this clone without it. */
  readonly program?: string;
  /** Variables of every command beside those of the stage. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function openCliStage({ devArgs = [], program = main, ...of }: StageOptions = {}): Promise<CliStage> {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), 'dome-cli-e2e-'));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const temporary = join(dir, 'tmp');
  await mkdir(temporary);
  const env = {
    ...ownEnvironment(),
    TMPDIR: temporary,
    XDG_STATE_HOME: join(dir, 'state'),
    XDG_CONFIG_HOME: join(dir, 'config'),
    ...of.env,
  };
  const start = (...args: string[]): RunningCommand =>
    startCommand([process.execPath, program, ...args], { env, cwd: dir });
  const shell = (line: string): RunningCommand =>
    startCommand(['bash', '-c', line], { env: { ...env, DOME: `${process.execPath} ${program}` }, cwd: dir });
  const skills = join(root, 'test', 'fixtures', 'skills');
  const dev = start('dev', '--skills', skills, '--port', '0', '--ack-wait', '2s', ...devArgs);
  stack.defer(async () => {
    dev.signal('SIGTERM');
    await dev.ended;
  });
  const isReady = eventually(() => dev.said.out.includes('ready in'), { timeoutMs: 60_000 });
  const early = dev.ended.then((said): never => {
    throw new Error(`dome dev ended: ${said.err}`);
  });
  await Promise.race([isReady, early]);
  const owned = stack.move();
  return {
    ...{ dir, temporary, env, dev, start, shell },
    dome: (...args) => start(...args).ended,
    write: (name, content) => writeFile(join(dir, name), content),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** What a developer's shell has, without what would lead the commands to another stack. */
function ownEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) => name === 'NATS_SERVER' || !/^(NATS_|DOME_|XDG_)/.test(name),
  );
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function startCommand(
  [command, ...args]: readonly [string, ...string[]],
  of: { env: Record<string, string>; cwd: string },
): RunningCommand {
  const child = spawn(command, args, { ...of, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  return { pid: child.pid ?? 0, said, ended: endOf(child, said), signal: (signal) => void child.kill(signal) };
}

function endOf(child: ChildProcess, said: { out: string; err: string }): Promise<Said> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ ...said, exitCode: code ?? (signal === 'SIGKILL' ? 137 : 143) }));
  });
}
