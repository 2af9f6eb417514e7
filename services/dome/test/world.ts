// The control plane in memory: the real engine, settler and cache over a stream in memory and a manual clock. Deliveries
// come as from a durable: each stored event to one of the replicas, and again after a while if it is held.
import { PLAN, POLICY, SKILLS, createManualClock, fleetOf } from '@dome/testkit';
import type { FakeSkill, ManualClock } from '@dome/testkit';
import { CLOCKS, DomeError, jobIdFor, sealEvent, sha256Digest, structureDigest } from '@dome/contracts';
import { canonicalText, requestDigestOf } from '@dome/contracts';
import type { EventData, JobRef, PlanLockEntry, RunSubmitted, SettledTask, WrittenTrace } from '@dome/contracts';
import { lockPlan, readPlan } from '@dome/planning';

import { createDispatcher } from '../src/drive/dispatcher.ts';
import { createSettler } from '../src/drive/settler.ts';
import type { Settler } from '../src/drive/settler.ts';
import type { Runtime, SkillRequest, StoredTerminal, TerminalEvent } from '../src/ports.ts';
import { createRunCache } from '../src/drive/run-cache.ts';
import type { RunCache } from '../src/drive/run-cache.ts';
import { createEngine } from '../src/drive/engine.ts';
import type { Engine } from '../src/drive/engine.ts';
import { fold } from '@dome/runs';
import { runRefOf } from '@dome/runs';
import type { RunState } from '@dome/runs';
import type { Logger } from '@dome/runtime';
import { NO_TRACING } from '@dome/telemetry';
import type { Tracing } from '@dome/telemetry';
import { NOTHING_STANDS } from '../src/environments/standing.ts';
import { environmentOf } from '../src/law/judge-promotion.ts';
import type { LawState } from '../src/law/law-state.ts';
import { LAW } from './law-of.ts';
import { createMemoryStore } from './memory-store.ts';
import type { MemoryStore } from './memory-store.ts';

export const quiet: Logger = {
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
  fatal() {},
  child: () => quiet,
};
export const ACCESS_DIGEST = LAW.access.digest;

/** What the scripted runtime answers about a job. */
export interface Script {
  readonly result: SettledTask['result'];
  readonly output?: Record<string, unknown>;
  readonly artifact?: string;
  /** Of the artifact, where it must differ from another of its name. */
  readonly content?: string;
  readonly workspace?: string;
}

export type Answer = (request: SkillRequest) => Script | 'silence' | DomeError;

export interface World {
  readonly clock: ManualClock;
  readonly store: MemoryStore;
  readonly commands: SkillRequest[];
  readonly canceled: JobRef[];
  readonly settler: Settler;
  readonly cache: RunCache;
  /** Delivers until nothing is due. */
  pump(): Promise<void>;
  /** Moves time and delivers what is due on the way. */
  pass(ms: number): Promise<void>;
  /** A terminal event reaches the control plane. */
  end(request: SkillRequest, script: Script, change?: Partial<TerminalEvent['data']>): Promise<void>;
  state(): RunState;
  /** Phases of the chain. */
  phases(): string[];
  readonly runId: string;
}

export interface WorldOptions {
  readonly plan?: string;
  readonly policy?: string | undefined;
  readonly inputs?: Record<string, unknown>;
  readonly skills?: readonly FakeSkill[];
  readonly replicas?: number;
  /** Deliveries to each replica in turn, or at random. */
  readonly random?: () => number;
  readonly answer: Answer;
  /** The law that decides; by default that of the tests. */
  readonly law?: () => LawState;
  /** Jobs that a daemon has taken; by default those that have ended. */
  readonly begun?: (jobId: string) => boolean;
  /** How long a task waits for a daemon that serves its version. */
  readonly driftGraceMs?: number;
  /** The trace of whoever submits. */
  readonly trace?: WrittenTrace;
  /** Where spans are told; nowhere by default. */
  readonly tracing?: Tracing;
}

interface Held {
  readonly sequence: number;
  readonly dueMs: number;
  readonly deliveryCount: number;
}

export async function startRun(options: WorldOptions): Promise<World> {
  const clock = createManualClock();
  const store = createMemoryStore(() => clock.now());
  const commands: SkillRequest[] = [];
  const canceled: JobRef[] = [];
  const terminals = new Map<string, StoredTerminal>();
  const endings: [SkillRequest, Script][] = [];
  let jobSequence = 0;

  const runtime: Runtime = {
    async dispatch(request) {
      const answer = options.answer(request);
      if (answer instanceof DomeError) throw answer;
      commands.push(request);
      if (answer !== 'silence') endings.push([request, answer]);
      return { subject: `commands of ${request.skill.name}`, messageId: request.idempotencyKey };
    },
    async cancel(job) {
      canceled.push(job);
    },
    terminal: async ({ jobId }) => terminals.get(jobId),
    hasBegun: async ({ jobId }) => options.begun?.(jobId) ?? terminals.has(jobId),
  };
  const conditions = () => ({ nowMs: clock.now(), law: options.law?.() ?? LAW, standings: NOTHING_STANDS });
  const refresh = async () => {};
  const turns = { take: async (_: string, { runId }: { readonly runId: string }) => runId };
  const advancing = { runtime, conditions, refresh, turns };
  const replicas = Array.from({ length: options.replicas ?? 1 }, () => replica());
  function replica(): { engine: Engine; settler: Settler; cache: RunCache } {
    const cache = createRunCache(store);
    const tracing = options.tracing ?? NO_TRACING;
    const { driftGraceMs = CLOCKS.driftGraceMs } = options;
    const dispatcher = createDispatcher({ runtime, tracing, now: () => clock.now(), driftGraceMs, logger: quiet });
    const engine = createEngine({ ...advancing, cache, dispatcher, runtime, tracing, logger: quiet });
    return { engine, settler: createSettler({ ...advancing, cache }), cache };
  }
  const random = options.random ?? (() => 0);
  const pick = () => replicas[Math.floor(random() * replicas.length)] ?? replicas[0] ?? replica();

  let held: Held[] = [];
  store.onStored(({ sequence }) => held.push({ sequence, dueMs: clock.now(), deliveryCount: 1 }));

  const deliver = async (one: Held): Promise<void> => {
    const stored = store.events[one.sequence - 1];
    const run = stored === undefined ? undefined : runRefOf(stored.event.data.runId);
    if (stored === undefined || run === undefined) return;
    const phase = stored.event.type.split('.')[3] ?? '';
    const delivery = { run, phase, sequence: one.sequence, deliveryCount: one.deliveryCount };
    const again = (ms: number): void =>
      void held.push({ sequence: one.sequence, dueMs: clock.now() + ms, deliveryCount: one.deliveryCount + 1 });
    try {
      const outcome = await pick().engine.handle(delivery);
      if (outcome.kind === 'hold') again(outcome.ms);
      // An ack that was lost: the same delivery comes once more.
      else if (random() > 0.8) again(0);
    } catch {
      again(1_000);
    }
  };

  const end: World['end'] = async (request, script, change = {}) => {
    jobSequence += 1;
    const terminal = terminalOf(request, script, { sequence: jobSequence, nowMs: clock.now(), change });
    terminals.set(terminal.event.data.jobId, terminal);
    await pick().settler.settle(terminal);
    if (random() > 0.8) await pick().settler.settle(terminal);
  };

  const pump = async (): Promise<void> => {
    for (;;) {
      const due = held.filter(({ dueMs }) => dueMs <= clock.now());
      held = held.filter(({ dueMs }) => dueMs > clock.now());
      const ended = endings.splice(0);
      if (due.length === 0 && ended.length === 0) return;
      if (random() > 0.5) due.reverse();
      await Promise.all([...due.map(deliver), ...ended.map(([request, script]) => end(request, script))]);
    }
  };
  const pass = async (ms: number): Promise<void> => {
    const endMs = clock.now() + ms;
    for (;;) {
      await pump();
      const nextMs = Math.min(endMs, ...held.map(({ dueMs }) => dueMs));
      if (nextMs >= endMs && clock.now() >= endMs) return;
      clock.advance(nextMs - clock.now());
    }
  };

  const submitted = submittedData(options);
  const run = runRefOf(submitted.runId);
  if (run === undefined) throw new Error('the run id of the test does not hold');
  await store.append(
    run,
    { type: 'dev.dome.run.submitted.v1', data: submitted },
    { ...options.trace, expectedLast: 0 },
  );
  const [first = replica()] = replicas;
  return {
    clock,
    store,
    commands,
    canceled,
    settler: first.settler,
    cache: first.cache,
    pump,
    pass,
    end,
    runId: submitted.runId,
    phases: () => store.of(submitted.runId).map(({ event }) => event.type.split('.')[3] ?? ''),
    state: () => {
      const state = fold(store.of(submitted.runId));
      if (state === undefined) throw new Error('the run is gone');
      return state;
    },
  };
}

export function submittedData(options: Omit<WorldOptions, 'answer'>): RunSubmitted {
  const policyText = 'policy' in options ? options.policy : POLICY;
  const read = readPlan({ plan: options.plan ?? PLAN, policy: policyText, needsPolicy: true });
  const lock: PlanLockEntry[] = lockPlan(read, fleetOf(options.skills ?? SKILLS));
  const plan = read.shape.document;
  return {
    runId: `${plan.name}-abcdefgh`,
    plan: { ...plan },
    ...(read.policy === undefined
      ? {}
      : { policy: { ...read.policy }, policyDigest: read.policyDigest ?? '', policyOrigin: 'law' }),
    lawSequence: LAW.sequence,
    environmentDigest: environmentOf(LAW, 'staging')?.digest ?? '',
    idempotencyKey: 'key',
    submitDigest: structureDigest({ of: 'test' }),
    planDigest: read.planDigest,
    planLock: lock,
    inputs: options.inputs ?? { patch: 'a patch', level: 2 },
    workspace: { digest: structureDigest({ workspace: 1 }), size: 10 },
    submittedBy: { user: 'ada', account: 'PEOPLE', attested: true },
    labels: {},
  };
}

interface TerminalAt {
  readonly sequence: number;
  readonly nowMs: number;
  readonly change: Partial<TerminalEvent['data']>;
}

/** How a daemon reports this end of a task. */
export const PHASE_OF = {
  success: 'succeeded',
  skip: 'succeeded',
  failure: 'failed',
  error: 'failed',
  timeout: 'timed-out',
  cancellation: 'canceled',
} as const;

/** A terminal event as a daemon would write it. */
export function terminalOf(request: SkillRequest, script: Script, at: TerminalAt): StoredTerminal {
  const jobId = jobIdFor(request.idempotencyKey);
  const type = `dev.dome.job.${PHASE_OF[script.result]}.v1` as const;
  const artifact = script.artifact;
  const data = {
    runId: request.runId,
    taskId: request.taskId,
    iteration: request.iteration,
    jobId,
    skill: request.skill,
    commandSequence: 1,
    attempt: 1,
    epoch: 1,
    result: script.result,
    requestDigest: requestDigestOf({
      skill: request.skill,
      inputDigest: sha256Digest(canonicalText(request.input)),
      workspaceDigest: request.workspace?.digest,
    }),
    ...(script.output === undefined ? {} : { output: script.output }),
    ...(artifact === undefined
      ? {}
      : { artifacts: [{ name: artifact, digest: structureDigest({ artifact }), size: 3, mediaType: 'text/plain' }] }),
    ...(script.workspace === undefined
      ? {}
      : { workspace: { digest: structureDigest({ tree: script.workspace }), size: 5 } }),
    ...at.change,
  };
  const bytes = sealEvent({
    type,
    id: `${jobId}.1.${PHASE_OF[script.result]}.n`,
    source: '/domed/test',
    subject: jobId,
    timeMs: at.nowMs,
    runId: request.runId,
    data: data as EventData[typeof type],
  });
  // The data of a test job lacks parts of a terminal (its provenance); the part that the control plane reads is there.
  const event = JSON.parse(new TextDecoder().decode(bytes)) as TerminalEvent;
  return { sequence: at.sequence, digest: sha256Digest(bytes), event, skill: request.skill.name };
}
