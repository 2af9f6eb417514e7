// Drives the claim (L7): carries out what the pure function decides, puts the result into its view, and asks again
// until the delivery may run, or is settled. Ledger create and first `started` are sent together and both awaited
// before anything else; nothing is read unless one of the two conflicted.
import { DomeError } from '@dome/contracts';
import type { Problem, Worker } from '@dome/contracts';
import type { Clock } from '@dome/runtime';
import type { Tracing } from '@dome/telemetry';

import type { KnownAttempt, Command, KeyOwner } from '../job.ts';
import type { Appended, ChainMessage, JobNotes, JobStore, Ledger, Transition } from '../ports.ts';
import { provenanceOf } from '../provenance/record.ts';
import type { ProvenanceBase } from '../provenance/record.ts';
import { tellLostAttempt } from '../tracing/tell.ts';
import { attemptsOf } from './attempts.ts';
import { decideClaim, startsTogether } from './claim.ts';
import type { ClaimAction, ClaimView, Opening } from './claim-view.ts';
import { canceledLostData, endWrite, problemOf, refusedNoteData, retryingData, startedData } from './transitions.ts';
import type { EndFacts } from './transitions.ts';

export interface ClaimPorts {
  readonly jobs: JobStore;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly provenance: ProvenanceBase;
  readonly tracing: Tracing;
}

export interface ClaimRequest {
  readonly command: Command;
  readonly opening: Opening;
  readonly deliveryCount: number;
  readonly worker: Worker;
}

export type Claimed =
  | {
      readonly kind: 'run';
      readonly epoch: number;
      readonly attempt: number;
      /** Oldest first; the last is this one. */
      readonly attempts: readonly KnownAttempt[];
    }
  | { readonly kind: 'ack'; readonly why: string }
  | { readonly kind: 'nak'; readonly delayMs: number; readonly why: string }
  | { readonly kind: 'letGo'; readonly why: string };

/** More rounds than this mean that others move the chain faster than we read it: the broker redelivers later. */
const ROUNDS_MAX = 12;
const CONTENDED_DELAY_MS = 500;

/** What a delivery whose job is not to start yet would do now. */
export type ClaimLook =
  | Exclude<Claimed, { kind: 'run' }>
  /** It would start. `hasRun`: not for the first time. */
  | { readonly kind: 'due'; readonly hasRun: boolean; readonly lastSequence: number };

export async function claimJob(request: ClaimRequest, ports: ClaimPorts): Promise<Claimed> {
  const state = await openClaim(request, ports, startsTogether(request.opening));
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const action = decideClaim(viewOf(request, state));
    if (action.kind === 'ack' || action.kind === 'nak' || action.kind === 'letGo') return action;
    if (action.kind === 'run') {
      return { kind: 'run', epoch: action.epoch, attempt: action.attempt, attempts: attemptsOf(state.chain) };
    }
    await carryOut(action, { request, ports, state });
  }
  return CONTENDED;
}

/** Everything that the claim does, but for a start: whoever is due waits for something else first. */
export async function lookAtClaim(request: ClaimRequest, ports: ClaimPorts): Promise<ClaimLook> {
  const state = await openClaim(request, ports, false);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const action = decideClaim(viewOf(request, state));
    if (action.kind === 'ack' || action.kind === 'nak' || action.kind === 'letGo') return action;
    if (action.kind === 'start' || action.kind === 'run') {
      const lastSequence = state.chain.at(-1)?.sequence ?? 0;
      return { kind: 'due', hasRun: attemptsOf(state.chain).length > 0, lastSequence };
    }
    await carryOut(action, { request, ports, state });
  }
  return CONTENDED;
}

const CONTENDED = { kind: 'nak', delayMs: CONTENDED_DELAY_MS, why: 'the chain is contended' } as const;

interface ClaimState {
  readonly ledger: KeyOwner;
  chain: readonly ChainMessage[];
  notes: JobNotes;
  myStartedSequence: number | undefined;
}

const NO_NOTES: JobNotes = { cancel: undefined, refusedCommands: [] };

async function openClaim(request: ClaimRequest, ports: ClaimPorts, isStarting: boolean): Promise<ClaimState> {
  const { command } = request;
  const first = isStarting ? startTransition(request, { attempt: 1, counted: true, expectedSequence: 0 }) : undefined;
  const [ledger, appended] = await Promise.all([
    ports.ledger.create(command.jobId, entryOf(command)),
    first === undefined ? undefined : ports.jobs.append(first),
  ]);
  const state: ClaimState = { ledger, chain: [], notes: NO_NOTES, myStartedSequence: undefined };
  if (first !== undefined && appended?.status === 'stored')
    noteStarted(state, first, { appended, nowMs: ports.clock.now() });
  else await readAgain(state, command, ports);
  return state;
}

function viewOf({ command, opening, deliveryCount }: ClaimRequest, state: ClaimState): ClaimView {
  const { ledger, chain, notes, myStartedSequence } = state;
  return {
    ...opening,
    ledger,
    mine: command,
    deliveryCount,
    chain: chain.map(({ entry }) => entry),
    myStarted: myStartedSequence === undefined ? { stored: false } : { stored: true, sequence: myStartedSequence },
    notes: {
      cancelRequested: notes.cancel !== undefined,
      refusedMine: notes.refusedCommands.includes(command.commandSequence),
    },
    maximumAttempts: command.request.retry.maximumAttempts,
  };
}

interface Claiming {
  readonly request: ClaimRequest;
  readonly ports: ClaimPorts;
  readonly state: ClaimState;
}

type Writing = Exclude<ClaimAction, { kind: 'ack' | 'nak' | 'letGo' | 'run' }>;

async function carryOut(action: Writing, claiming: Claiming): Promise<void> {
  const { request, ports, state } = claiming;
  const { command } = request;
  if (action.kind === 'noteRefused') {
    const data = refusedNoteData(command, action.problem);
    await ports.jobs.note(command, { note: 'refused', data }, command.cause);
    state.notes = { ...state.notes, refusedCommands: [...state.notes.refusedCommands, command.commandSequence] };
    return;
  }
  const transition = transitionOf(action, claiming);
  const appended = await ports.jobs.append(transition);
  if (appended.status === 'conflict') return await readAgain(state, command, ports);
  tellLost(claiming);
  if (transition.phase === 'started') return noteStarted(state, transition, { appended, nowMs: ports.clock.now() });
  // What was written is read back, because it decides what is settled, and this is not the hot path.
  return await readAgain(state, command, ports);
}

/** What was written follows an attempt of another delivery, without an end of its own: whoever ran it will not tell it. */
function tellLost({ request: { command }, ports: { tracing, clock }, state }: Claiming): void {
  const last = state.chain.at(-1);
  if (last?.phase !== 'started' || last.sequence === state.myStartedSequence) return;
  tellLostAttempt(tracing, { command, attempts: attemptsOf(state.chain), noticedAtMs: clock.now() });
}

function transitionOf(
  action: Exclude<Writing, { kind: 'noteRefused' }>,
  { request, ports, state }: Claiming,
): Transition {
  const { command } = request;
  if (action.kind === 'start') return startTransition(request, action);
  const last = attemptsOf(state.chain).at(-1);
  const nowMs = ports.clock.now();
  const attempt = last?.attempt ?? 0;
  const base = { job: command, cause: command.cause, attempt, expectedSequence: action.expectedSequence };
  const facts = (): EndFacts => endFacts({ request, ports, state }, nowMs);
  switch (action.kind) {
    case 'giveBack': {
      if (last === undefined) throw new DomeError('INTERNAL', { detail: 'there is no claim to give back' });
      const problem: Problem = problemOf(action.problem);
      return {
        ...base,
        phase: 'retrying',
        data: retryingData(command, last, { counted: false, problem, nextAttemptAtMs: nowMs }),
      };
    }
    case 'end':
      return { ...base, ...endWrite(action, facts()) };
    case 'cancel':
      return { ...base, phase: 'canceled', data: canceledLostData(facts(), state.notes.cancel) };
  }
}

function endFacts({ request, ports, state }: Claiming, nowMs: number): EndFacts {
  const { command, worker } = request;
  const attempts = attemptsOf(state.chain);
  const last = attempts.at(-1);
  if (last === undefined) return { command, last, nowMs, provenance: undefined };
  const startedAtMs = last.startedAtMs;
  const guard = worker.confined === true ? 'mount-namespace' : worker.guard;
  const facts = { command, attempts, guard, startedAtMs, finishedAtMs: nowMs };
  return { command, last, nowMs, provenance: provenanceOf(ports.provenance, facts) };
}

interface Start {
  readonly attempt: number;
  readonly counted: boolean;
  readonly expectedSequence: number;
  readonly supersedes?: number;
}

type StartedTransition = Extract<Transition, { phase: 'started' }>;

function startTransition(request: ClaimRequest, start: Start): StartedTransition {
  const { command } = request;
  return {
    phase: 'started',
    job: command,
    attempt: start.attempt,
    expectedSequence: start.expectedSequence,
    cause: command.cause,
    data: startedData(command, start, request),
  };
}

/** Appends what was stored without reading it back. */
function noteStarted(
  state: ClaimState,
  { data }: StartedTransition,
  { appended, nowMs }: { readonly appended: Extract<Appended, { status: 'stored' }>; readonly nowMs: number },
): void {
  const { sequence } = appended;
  const { attempt, counted, commandSequence, deliveryCount, worker } = data;
  const of = { sequence, attempt, counted, commandSequence, deliveryCount, startedAtMs: nowMs };
  const entry = { phase: 'started', ...of } as const;
  const message: ChainMessage = {
    sequence,
    entry,
    phase: 'started',
    id: '',
    timeMs: nowMs,
    instance: worker.instance,
    data: { ...data },
  };
  state.chain = [...state.chain, message];
  state.myStartedSequence = sequence;
}

async function readAgain(state: ClaimState, command: Command, { jobs }: ClaimPorts): Promise<void> {
  const { chain, notes } = await jobs.read(command);
  state.chain = chain;
  state.notes = notes;
}

function entryOf({ requestDigest, skill, runId, pool, commandSequence, taskId, iteration }: Command): KeyOwner & {
  readonly taskId: string;
  readonly iteration: number;
} {
  return { requestDigest, skill, runId, pool, commandSequence, taskId, iteration };
}
