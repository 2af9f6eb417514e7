// One runner process, as the daemon holds it: ready, given one job at a time, used again only when it is quiet after a
// verdict, and replaced when anything else ends the job.
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { DomeError, LIMITS } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import type { NodeRun } from '../catalogue/skill.ts';
import { protocolVariables } from './environment.ts';
import type { Variables } from './environment.ts';
import type { Guard } from './guard.ts';
import { MachineFault } from '../machine/fault.ts';
import type { RunnerFolder } from './runner-folder.ts';
import { drained, startTree } from './process-tree.ts';
import type { ProcessTree } from './process-tree.ts';
import { endsWithin } from './running.ts';
import type { Ended, Launch, RunningSkill } from './running.ts';
import { openChannel } from './runner-channel.ts';
import type { ChannelListener, RunnerChannel } from './runner-channel.ts';
import { channelFd } from './runner-protocol.ts';
import type { Ended as EndedByVerdict, RunJob, ToRunner } from './runner-protocol.ts';
import { verdictOfRun } from './run-verdict.ts';
import type { Exit } from './verdict.ts';

export interface RunnerSpec {
  readonly guard: Guard;
  readonly clock: Clock;
  readonly env: Variables;
}

export interface Runner {
  /** Rejects when the process ended before it could take a job. */
  readonly ready: Promise<void>;
  readonly isAlive: () => boolean;
  /** Where its jobs have their rooms, and it stands when it has none. */
  readonly folder: RunnerFolder;
  /** Settles when its process is gone. */
  readonly gone: Promise<unknown>;
  /** Which skill it has loaded; a runner never serves another one. */
  readonly servedSkill: () => string | undefined;
  start(launch: Launch, run: NodeRun, free: (isReusable: boolean) => void): RunningSkill;
  kill(): Promise<void>;
}

/** The source while it is run from source, the compiled file beside it once it is compiled. */
export const runnerProgram = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './runner-main.ts' : './runner-main.js', import.meta.url),
);

export function startRunner(spec: RunnerSpec, folder: RunnerFolder): Runner {
  const argv = [process.execPath, '--disable-warning=ExperimentalWarning', runnerProgram];
  const stdio = ['ignore', 'pipe', 'pipe', 'pipe'] as const;
  const { path: home } = folder;
  const release = folder.hold();
  let tree: ProcessTree;
  try {
    tree = startTree({ argv, own: home, cwd: home, env: spec.env, stdio: [...stdio] }, spec.guard);
  } catch (cause) {
    release();
    throw cause;
  }
  const { promise: isReady, resolve: beReady } = Promise.withResolvers<void>();
  let isAlive = true;
  let servedSkill: string | undefined;
  let breach: string | undefined;
  /** Takes what the runner says at this moment of its life; nobody does while it has no job. */
  let take: ChannelListener['take'] = ({ type }) => {
    if (type !== 'ready') return false;
    take = outOfTime;
    beReady();
    return true;
  };
  const channel = channelOf(tree, spec.clock, {
    take: (message) => take(message),
    breach: (why) => {
      breach = why;
      if (isAlive) tree.signal('SIGKILL');
    },
  });
  const heard = tree.exited.then(async () => {
    isAlive = false;
    release();
    if (channel !== undefined) await endsWithin(spec.clock, lastWordsMs, channel.ended);
    channel?.close();
  });
  const ready = Promise.race([
    tree.started.then(() => isReady),
    tree.exited.then((exit) => {
      throw new MachineFault(`a runner ended while it started (${describeExit(exit)})`);
    }),
  ]);
  ready.catch(() => undefined);
  return {
    ready,
    isAlive: () => isAlive,
    folder,
    gone: tree.exited,
    servedSkill: () => servedSkill,
    start: (launch, run, free) => {
      servedSkill = launch.request.skill.contentDigest;
      const hear = (listener: ChannelListener['take'] = outOfTime): void => void (take = listener);
      const send = (message: ToRunner): void => channel?.send(message);
      return startJob({ tree, launch, run, clock: spec.clock, free, hear, send, heard, breach: () => breach });
    },
    kill: async () => {
      tree.signal('SIGKILL');
      await tree.exited;
    },
  };
}

/** A stranger may hold the channel of a process that is gone. */
const lastWordsMs = 2_000;
const outOfTime = (): boolean => false;

/** Undefined without a process: then there is no stream either. */
function channelOf({ child }: ProcessTree, clock: Clock, listener: ChannelListener): RunnerChannel | undefined {
  const stdio: ChildProcess['stdio'] | undefined = child.stdio;
  const stream = stdio?.[channelFd];
  return stream instanceof Duplex ? openChannel(stream, clock, listener) : undefined;
}

interface JobStart {
  readonly tree: ProcessTree;
  readonly launch: Launch;
  readonly run: NodeRun;
  readonly clock: Clock;
  readonly free: (isReusable: boolean) => void;
  readonly send: (message: ToRunner) => void;
  /** Who takes what the runner says; nobody, when left out. */
  readonly hear: (take?: ChannelListener['take']) => void;
  readonly breach: () => string | undefined;
  /** Settles when the process is gone and all that it said has been taken: its last words may come after its end. */
  readonly heard: Promise<void>;
}

function startJob({ tree, launch, run, clock, free, send, hear, heard, breach }: JobStart): RunningSkill {
  const { console } = launch;
  const { child } = tree;
  const job = runJobOf(launch, run);
  const readings = [
    ...(child.stdout === null ? [] : [console.read(child.stdout, 'stdout', job.marker)]),
    ...(child.stderr === null ? [] : [console.read(child.stderr, 'stderr', job.marker)]),
  ];
  let crash: string | undefined;
  const { promise: told, resolve: tell } = Promise.withResolvers<EndedByVerdict>();
  hear((message) => {
    if (message.type === 'alive') console.sign();
    else if (message.type === 'ready' || message.marker !== job.marker) return false;
    else if (message.type === 'crashed') crash = message.message;
    else {
      // After its verdict a runner has nothing to say until its next job.
      hear();
      tell(message);
    }
    return true;
  });
  send(job);

  const end = async (): Promise<Ended> => {
    const gone = Promise.all([tree.exited, heard]).then(([exit]) => ({ type: 'exited', exit }) as const);
    const first = await Promise.race([told, gone]);
    const isEnded = first.type === 'ended';
    if (isEnded) await Promise.race([Promise.all(readings.map(({ done }) => done)), tree.exited]);
    const isAlive = isEnded && child.exitCode === null && child.signalCode === null;
    if (!isAlive) await drained(readings, tree, clock);
    free(isAlive && isEnded && first.isQuiet);
    return isEnded
      ? { exit: {}, ...verdictOfRun(first.verdict) }
      : endedByExit(first.exit, { crash, breach: breach() });
  };
  const ended = end();
  return {
    ended,
    stop: async (graceMs) => {
      send({ type: 'stop', reason: 'cancel' });
      const isClean = await endsWithin(clock, graceMs, ended);
      if (!isClean) tree.signal('SIGKILL');
      await ended;
      return isClean ? 'stopped_clean' : 'killed';
    },
  };
}

function runJobOf({ request, paths, cwd }: Launch, run: NodeRun): RunJob {
  const { runId, taskId, jobId, attempt, epoch, deadlineMs } = request;
  const { artifacts, materials, summary: summaryFile, workspace } = paths;
  return {
    type: 'run',
    main: run.main,
    input: request.input,
    cwd,
    env: protocolVariables(request, paths),
    marker: `dome-end-of-job ${randomUUID()}`,
    outputBytesMax: LIMITS.outputBytes,
    context: {
      ...{ runId, taskId, jobId, attempt, epoch, deadlineMs, artifacts, materials, summaryFile },
      ...(workspace === undefined ? {} : { workspace }),
    },
  };
}

interface WhyEnded {
  readonly crash: string | undefined;
  readonly breach: string | undefined;
}

function endedByExit(exit: Exit, { crash, breach }: WhyEnded): Ended {
  return { verdict: { result: 'error', problem: errorOfExit(exit, { crash, breach }).toProblem() }, exit };
}

function errorOfExit(exit: Exit, { crash, breach }: WhyEnded): DomeError {
  if (crash !== undefined) return new DomeError('SKILL_CRASHED', { detail: crash });
  if (breach === undefined) {
    const detail = `the runner ended before the skill gave a verdict (${describeExit(exit)})`;
    return new DomeError('RUNNER_EXITED', { detail });
  }
  return new DomeError('RUNNER_EXITED', {
    detail: `the runner ${breach} and was killed`,
    hint: `Descriptor ${channelFd} of a runner belongs to it and the daemon; a skill never writes there.`,
  });
}

function describeExit({ code, signal }: Exit): string {
  return signal === undefined ? `exit code ${code ?? 'unknown'}` : signal;
}
