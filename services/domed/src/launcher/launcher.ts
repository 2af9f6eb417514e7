// The daemon's side of its launcher. One process is the parent of everything that skills run; if it ends, they end with
// it, which is a fault of the machine and of no skill, and the next launch gets a new one.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import type { Clock } from '@dome/runtime';

import { faultOf, MachineFault } from '../machine-fault.ts';
import type { Lease } from '../lease.ts';
import { systemMonotonicMs } from './messages.ts';
import type { FromLauncher, LaunchOrder, ToLauncher } from './messages.ts';

export interface LaunchSpec extends Omit<LaunchOrder, 'type' | 'id' | 'argv' | 'killAtMs'> {
  /** What it holds: it is killed when that is over, and not started after that. */
  readonly lease?: Lease | undefined;
  /** The command line, given its future parent. */
  readonly argv: (parent: number) => LaunchOrder['argv'];
}

export type ProcessEnd =
  | { readonly code?: number | undefined; readonly signal?: NodeJS.Signals | undefined }
  /** It was killed with the launcher, or never started. */
  | { readonly fault: MachineFault };

export interface Launched {
  /**
   * The other ends of the requested streams, in that order.
   * @throws MachineFault without a launcher; otherwise the system's error
   */
  readonly started: Promise<readonly Socket[]>;
  /** False if the descriptor was closed before a byte came. */
  readonly begun: Promise<boolean>;
  /** Never settles for a process that was not started. */
  readonly ended: Promise<ProcessEnd>;
  /** Signals the process group; without effect once it has ended. */
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
  /** For a process that lives longer than one job: it is killed when the lease is over, until this is disposed. */
  hold(lease: Lease): Disposable;
}

export interface Launcher extends AsyncDisposable {
  launch(spec: LaunchSpec): Launched;
}

export interface LauncherOptions {
  readonly clock: Clock;
  /** Arguments before the program that ask the kernel to end it with the daemon; none if the system cannot. */
  readonly tether: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A start takes milliseconds; a launcher that takes this long hangs. */
const STARTED_WITHIN_MS = 15_000;
/** A missing stream is reported as a fault of its job, and standard error belongs to the log. */
const quiet = ['ExperimentalWarning', 'SentHandleNotReceivedWarning'].map((name) => `--disable-warning=${name}`);
/** The source while it is run from source, the compiled file beside it once it is compiled. */
const program = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './launcher-main.ts' : './launcher-main.js', import.meta.url),
);

export function createLauncher(options: LauncherOptions): Launcher {
  let current: LauncherProcess | undefined;
  const alive = (): LauncherProcess => (current?.isAlive === true ? current : (current = new LauncherProcess(options)));
  return {
    launch: (spec) => alive().launch(spec),
    [Symbol.asyncDispose]: async () => await current?.end(),
  };
}

class LauncherProcess {
  readonly #clock: Clock;
  readonly #child: ChildProcess;
  readonly #launches = new Map<number, LaunchedProcess>();
  #launchesMade = 0;
  #fault: MachineFault | undefined;

  constructor({ clock, tether, env }: LauncherOptions) {
    this.#clock = clock;
    const [command, ...before] = [...tether, process.execPath];
    this.#child = fork(program, [String(process.pid)], {
      execPath: command ?? process.execPath,
      execArgv: [...before, ...quiet],
      env: { ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child.on('message', (message, handle) => this.#receive(message as FromLauncher, handle));
    this.#child.once('error', (cause) => this.#lose(notStarted(cause)));
    this.#child.once('exit', () => this.#lose(new MachineFault('the launcher of the daemon ended')));
    this.#child.once('disconnect', () => this.#lose(new MachineFault('the launcher of the daemon is gone')));
  }

  get isAlive(): boolean {
    return this.#fault === undefined;
  }

  launch(spec: LaunchSpec): Launched {
    this.#launchesMade += 1;
    const id = this.#launchesMade;
    const { lease, ...order } = spec;
    const launch = new LaunchedProcess(spec.streams, {
      signal: (name) => this.#say({ type: 'signal', id, signal: name }),
      killAt: (untilMs) => this.#say({ type: 'kill-at', id, killAtMs: this.#systemMs(untilMs) }),
    });
    this.#launches.set(id, launch);
    const late = this.#clock.after(STARTED_WITHIN_MS, () => this.#child.kill('SIGKILL'));
    const settle = (): void => late[Symbol.dispose]();
    launch.started.then(settle, settle);
    // Without a process of its own it reports why in a moment.
    const { pid = 0 } = this.#child;
    const killAtMs = this.#systemMs(lease?.untilMs());
    const timed = killAtMs === undefined ? {} : { killAtMs };
    this.#say({ type: 'launch', id, ...order, argv: spec.argv(pid), ...timed });
    if (lease !== undefined) launch.hold(lease);
    return launch;
  }

  /** This clock may begin at another time than that of the launcher. */
  #systemMs(untilMs: number | undefined): number | undefined {
    return untilMs === undefined ? undefined : systemMonotonicMs() + untilMs - this.#clock.monotonicMs();
  }

  /** Everything it started is gone with it. */
  async end(): Promise<void> {
    const { exitCode, signalCode, pid } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  /** A process that has ended reports it by its exit. */
  #say(message: ToLauncher): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  #receive(message: FromLauncher, handle: unknown): void {
    const launch = this.#launches.get(message.id);
    // Registered first: an unhandled error event would end the daemon.
    if (handle instanceof Socket) handle.on('error', () => undefined);
    if (launch === undefined) return;
    if (message.type === 'ended' || message.type === 'failed') this.#launches.delete(message.id);
    launch.receive(message, handle instanceof Socket ? handle : undefined);
  }

  #lose(fault: MachineFault): void {
    if (this.#fault !== undefined) return;
    this.#fault = fault;
    this.#child.kill('SIGKILL');
    const launches = [...this.#launches.values()];
    this.#launches.clear();
    for (const launch of launches) launch.lose(fault);
  }
}

interface Orders {
  readonly signal: Launched['signal'];
  /** Monotonic; undefined: not at all. */
  readonly killAt: (untilMs: number | undefined) => void;
}

class LaunchedProcess implements Launched {
  readonly #started = Promise.withResolvers<readonly Socket[]>();
  readonly #begun = Promise.withResolvers<boolean>();
  readonly #ended = Promise.withResolvers<ProcessEnd>();
  readonly started = this.#started.promise;
  readonly begun = this.#begun.promise;
  readonly ended = this.#ended.promise;
  readonly #wanted: readonly number[];
  readonly #streams = new Map<number, Socket>();
  readonly #orders: Orders;
  #held: Disposable | undefined;
  #pid: number | undefined;

  constructor(wanted: readonly number[], orders: Orders) {
    this.#wanted = wanted;
    this.#orders = orders;
    this.started.catch(() => undefined);
  }

  signal(name: 'SIGTERM' | 'SIGKILL'): void {
    this.#orders.signal(name);
  }

  hold(lease: Lease): Disposable {
    this.#held?.[Symbol.dispose]();
    const tell = (): void => this.#orders.killAt(lease.untilMs());
    tell();
    const renewing = lease.onRenewed(tell);
    this.#held = renewing;
    return {
      [Symbol.dispose]: () => {
        renewing[Symbol.dispose]();
        this.#orders.killAt(undefined);
      },
    };
  }

  receive(message: FromLauncher, stream: Socket | undefined): void {
    switch (message.type) {
      case 'launched':
        this.#pid = message.pid;
        return;
      case 'stream':
        if (stream !== undefined) this.#streams.set(message.fd, stream);
        return;
      case 'handed-over':
        return this.#start();
      case 'begun':
        return this.#begun.resolve(message.isBegun);
      case 'failed':
        return this.#started.reject(failureOf(message));
      case 'ended':
        this.#held?.[Symbol.dispose]();
        return this.#ended.resolve({ code: message.code, signal: message.signal });
    }
  }

  /** Killed here too: it may have been started just before it could ask to die with the launcher. */
  lose(fault: MachineFault): void {
    try {
      if (this.#pid !== undefined) process.kill(-this.#pid, 'SIGKILL');
    } catch {
      // It ended with the launcher.
    }
    this.#started.reject(fault);
    this.#begun.resolve(false);
    this.#ended.resolve({ fault });
  }

  #start(): void {
    const streams = this.#wanted.map((fd) => this.#streams.get(fd)).filter((stream) => stream !== undefined);
    if (streams.length === this.#wanted.length) return this.#started.resolve(streams);
    // A request that is not received is not run.
    this.#orders.signal('SIGKILL');
    for (const stream of streams) stream.destroy();
    this.#started.reject(new MachineFault('the machine of the daemon has no file descriptors left (EMFILE)'));
  }
}

function notStarted(cause: Error): MachineFault {
  const fault = faultOf(cause);
  return fault instanceof MachineFault ? fault : new MachineFault('no launcher can be started', { cause });
}

/** As `spawn` would have thrown it. */
function failureOf({ message, code, syscall }: Extract<FromLauncher, { type: 'failed' }>): Error {
  const failure = new Error(message);
  return Object.assign(failure, code === undefined ? {} : { code }, syscall === undefined ? {} : { syscall });
}
