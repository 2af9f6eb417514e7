// A command as typed in a terminal, in a process group of its own, and gone with the test that started it.
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

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
  /** As Ctrl-C in a terminal: every process of its group gets SIGINT. */
  interrupt(): void;
  /** With everything in its process group; does nothing if it has ended. */
  kill(): Promise<void>;
}

/** The environment of a developer's shell, without what would lead the commands to another stack. */
export function ownEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) => name === 'NATS_SERVER' || !/^(NATS_|DOME_|XDG_)/.test(name),
  );
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Only the kernel can end a command when the test runner is killed; this program keeps the process id. */
const DIES_WITH_PARENT = ['setpriv', '--pdeathsig', 'KILL'] as const;
const canDie = process.platform === 'linux' && spawnSync(DIES_WITH_PARENT[0], ['--version']).status === 0;

export function startCommand(
  words: readonly [string, ...string[]],
  of: { readonly env: Readonly<Record<string, string>>; readonly cwd: string },
): RunningCommand {
  const [command, ...args] = canDie ? ([...DIES_WITH_PARENT, ...words] as const) : words;
  const child = spawn(command, args, { ...of, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const ended = endOf(child, said);
  // A group has its leader's id until its last member ends; without a pid nothing was started.
  const signalGroup = (signal: NodeJS.Signals): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, signal);
  };
  const kill = async (): Promise<void> => {
    signalGroup('SIGKILL');
    await ended;
  };
  return {
    pid: child.pid ?? 0,
    said,
    ended,
    kill,
    signal: (signal) => void child.kill(signal),
    interrupt: () => signalGroup('SIGINT'),
  };
}

function endOf(child: ChildProcess, said: { out: string; err: string }): Promise<Said> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ ...said, exitCode: code ?? codeOf(signal) }));
  });
}

/** As a shell has it. */
const codeOf = (signal: NodeJS.Signals | null): number => 128 + (signal === null ? 0 : constants.signals[signal]);
