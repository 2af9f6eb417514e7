// One runner process, from the daemon's side: it is ready, gets one job at a time, is reused only when it is quiet
// after a verdict, and is replaced when anything else ends the job.
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

import type { Exit } from '@dome/contracts';
import { DomeError, LIMITS } from '@dome/contracts';
import type { Clock } from '@dome/runtime';
import type { NodeRun } from '@dome/skills';

import { protocolVariables } from '../process/environment.ts';
import type { Variables } from '../process/environment.ts';
import { MachineFault } from '../machine-fault.ts';
import { secretsIn } from '../secrets/delivery.ts';
import type { SecretDelivery } from '../secrets/delivery.ts';
import type { RunnerFolder } from './runner-folder.ts';
import { drained, startTree } from '../process/process-tree.ts';
import type { ProcessTree, TreeStarter } from '../process/process-tree.ts';
import { endsWithin } from '../process/running.ts';
import type { Ended, Launch, RunningSkill } from '../process/running.ts';
import { openChannel } from './runner-channel.ts';
import type { ChannelListener, RunnerChannel } from './runner-channel.ts';
import { CHANNEL_FD } from './runner-protocol.ts';
import type { EndedMessage, RunJob } from './runner-protocol.ts';
import { verdictOfRun } from './run-verdict.ts';

export interface RunnerSpec extends TreeStarter {
  readonly clock: Clock;
  readonly env: Variables;
  /** Whether skills that it serves may want files of secrets, for which the guard gives it a folder in memory. */
  readonly hasMemory?: boolean;
}

export interface Runner {
  /** Rejects if the process ended before it could take a job. */
  readonly ready: Promise<void>;
  readonly isAlive: () => boolean;
  /** The folder of its jobs' folders, and its working folder between jobs. */
  readonly folder: RunnerFolder;
  /** Settles when its process is gone. */
  readonly gone: Promise<unknown>;
  /** The skill it has loaded; a runner never serves another one. */
  readonly servedSkill: () => string | undefined;
  start(launch: Launch, run: NodeRun, free: (isReusable: boolean) => void): RunningSkill;
  kill(): Promise<void>;
}

/** The source while it is run from source, the compiled file beside it once it is compiled. */
const runnerProgram = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './runner-main.ts' : './runner-main.js', import.meta.url),
);

export function startRunner(spec: RunnerSpec, folder: RunnerFolder): Runner {
  const argv = [process.execPath, '--disable-warning=ExperimentalWarning', runnerProgram];
  const { path: home } = folder;
  const release = folder.hold();
  let tree: ProcessTree;
  try {
    const memory = spec.hasMemory === true ? { memory: { path: makeMemoryIn(home), files: [] } } : {};
    tree = startTree({ argv, own: home, cwd: home, env: spec.env, streams: [1, 2, CHANNEL_FD], ...memory }, spec);
  } catch (cause) {
    release();
    throw cause;
  }
  const talk = talkWith(tree, spec.clock);
  const heard = tree.exited.then(async () => {
    release();
    await talk.finish();
  });
  const ready = Promise.race([
    talk.ready,
    tree.exited.then((exit) => {
      throw tree.fault() ?? new MachineFault(`a runner ended while it started (${describeExit(exit)})`);
    }),
  ]);
  ready.catch(() => undefined);
  let servedSkill: string | undefined;
  let working: Promise<unknown> = Promise.resolve();
  // Nobody will read what its last job has not read: a stream with unread data keeps its descriptor.
  void tree.exited.then(() => working).then(() => talk.close());
  return {
    ready,
    isAlive: () => tree.isAlive(),
    folder,
    gone: tree.exited,
    servedSkill: () => servedSkill,
    start: (launch, run, free) => {
      servedSkill = launch.request.skill.contentDigest;
      const running = startJob({ tree, talk, launch, run, clock: spec.clock, free, heard });
      working = running.ended;
      return running;
    },
    kill: async () => {
      tree.signal('SIGKILL');
      await tree.exited;
    },
  };
}

/** Where the guard mounts it. */
function makeMemoryIn(home: string): string {
  const path = secretsIn(home);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Another process may hold the channel of a runner that is gone. */
const LAST_WORDS_MS = 2_000;

/** The connection between the daemon and its runner. */
interface Lines {
  readonly stdout: Socket;
  readonly stderr: Socket;
  readonly channel: RunnerChannel;
}

interface Talk {
  /** Settles when the runner has reported that it is ready. */
  readonly ready: Promise<void>;
  /** Of a runner that is ready. */
  lines(): Lines;
  /** Who handles the runner's messages; nobody if undefined. */
  hear(take?: ChannelListener['take']): void;
  /** Why it was killed because of a message. */
  breach(): string | undefined;
  /** For a process that is gone: settles when all its messages have been handled. */
  finish(): Promise<void>;
  close(): void;
}

function talkWith(tree: ProcessTree, clock: Clock): Talk {
  const outOfTime = (): boolean => false;
  const { promise: isReady, resolve: beReady } = Promise.withResolvers<void>();
  let lines: Lines | undefined;
  let breach: string | undefined;
  /** The current handler; none while it has no job. */
  let take: ChannelListener['take'] = ({ type }) => {
    if (type !== 'ready') return false;
    take = outOfTime;
    beReady();
    return true;
  };
  const opened = tree.started.then(([stdout, stderr, stream]) => {
    if (stdout === undefined || stderr === undefined || stream === undefined)
      throw new TypeError('a stream is missing');
    const channel = openChannel(stream, clock, {
      take: (message) => take(message),
      breach: (why) => {
        breach = why;
        if (tree.isAlive()) tree.signal('SIGKILL');
      },
    });
    lines = { stdout, stderr, channel };
  });
  const ready = opened.then(() => isReady);
  ready.catch(() => undefined);
  return {
    ready,
    lines: () => {
      if (lines === undefined) throw new TypeError('the runner is not ready');
      return lines;
    },
    hear: (listener = outOfTime) => void (take = listener),
    breach: () => breach,
    finish: async () => {
      if (lines === undefined) return;
      await endsWithin(clock, LAST_WORDS_MS, lines.channel.ended);
      lines.channel.close();
    },
    close: () => {
      lines?.stdout.destroy();
      lines?.stderr.destroy();
    },
  };
}

interface JobStart {
  readonly tree: ProcessTree;
  readonly talk: Talk;
  readonly launch: Launch;
  readonly run: NodeRun;
  readonly clock: Clock;
  readonly free: (isReusable: boolean) => void;
  /** Settles when the process is gone and all its messages have been handled: the last ones may come after its end. */
  readonly heard: Promise<void>;
}

function startJob({ tree, talk, launch, run, clock, free, heard }: JobStart): RunningSkill {
  const { console } = launch;
  const { stdout, stderr, channel } = talk.lines();
  const job = runJobOf(launch, run);
  const readings = [console.read(stdout, 'stdout', job.marker), console.read(stderr, 'stderr', job.marker)];
  let crash: string | undefined;
  const { promise: told, resolve: tell } = Promise.withResolvers<EndedMessage>();
  talk.hear((message) => {
    if (message.type === 'alive') console.sign();
    else if (message.type === 'ready' || message.marker !== job.marker) return false;
    else if (message.type === 'crashed') crash = message.message;
    else {
      // After its verdict a runner has nothing to send until its next job.
      talk.hear();
      tell(message);
    }
    return true;
  });
  // Told first: whatever becomes of the daemon, the runner does not work on it for longer.
  const { lease } = launch.request;
  const held = lease === undefined ? undefined : tree.hold(lease);
  channel.send(job);

  const end = async (): Promise<Ended> => {
    const gone = Promise.all([tree.exited, heard]).then(([exit]) => ({ type: 'exited', exit }) as const);
    const first = await Promise.race([told, gone]);
    const isEnded = first.type === 'ended';
    if (isEnded) await Promise.race([Promise.all(readings.map(({ done }) => done)), tree.exited]);
    const isAlive = isEnded && tree.isAlive();
    held?.[Symbol.dispose]();
    if (!isAlive) await drained(readings, [stdout, stderr], clock);
    free(isAlive && isEnded && first.isQuiet);
    if (isEnded) return { exit: {}, ...verdictOfRun(first.verdict) };
    const fault = tree.fault();
    return { ...endedByExit(first.exit, { crash, breach: talk.breach() }), ...(fault === undefined ? {} : { fault }) };
  };
  const ended = end();
  return {
    ended,
    stop: async (graceMs) => {
      channel.send({ type: 'stop', reason: 'cancel' });
      const isClean = await endsWithin(clock, graceMs, ended);
      if (!isClean) tree.signal('SIGKILL');
      await ended;
      return isClean ? 'stopped_clean' : 'killed';
    },
  };
}

function runJobOf({ request, paths, cwd, secrets }: Launch, run: NodeRun): RunJob {
  const { runId, taskId, jobId, attempt, epoch, deadlineMs, trace } = request;
  const { artifacts, materials, summary: summaryFile, workspace } = paths;
  return {
    type: 'run',
    main: run.main,
    input: request.input,
    cwd,
    env: { ...secrets?.variables, ...protocolVariables(request, paths) },
    ...filesOf(secrets),
    marker: `dome-end-of-job ${randomUUID()}`,
    outputBytesMax: LIMITS.outputBytes,
    context: {
      runId,
      taskId,
      jobId,
      attempt,
      epoch,
      deadlineMs,
      artifacts,
      materials,
      summaryFile,
      ...(trace?.traceparent === undefined ? {} : { traceparent: trace.traceparent }),
      ...(workspace === undefined ? {} : { workspace }),
    },
  };
}

function filesOf({ folder: dir, files }: Partial<SecretDelivery> = {}): Pick<RunJob, 'files'> {
  if (dir === undefined || files === undefined) return {};
  return { files: { dir, contents: Object.fromEntries(files.map(({ name, value }) => [name, value])) } };
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
    hint: `Descriptor ${CHANNEL_FD} of a runner belongs to it and the daemon; a skill never writes there.`,
  });
}

function describeExit({ code, signal }: Exit): string {
  return signal === undefined ? `exit code ${code ?? 'unknown'}` : signal;
}
