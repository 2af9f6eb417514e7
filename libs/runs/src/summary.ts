// A run on one line, folded from its events, as every list shows it.
import { cutText } from '@dome/contracts/portable';
import type { RunFinished, RunSummary, RunView } from '@dome/contracts/portable';

import { waitingText } from './gate-state.ts';
import type { GateState, WaitingGate } from './gate-state.ts';
import type { RunState } from './state.ts';
import { isOpen, isSettled } from './task-state.ts';

const NAMES_SHOWN = 8;

export function runSummary(state: RunState): RunSummary {
  const { submitted, finished, shape, runId } = state;
  const { name, version } = shape.document;
  const waitingFor = waitsFor(state);
  const { iteration, settled, started } = finished === undefined ? progressOf(state) : recordedProgress(finished.value);
  return {
    runId,
    plan: `${name}@${version}`,
    state: stateName(state),
    ...(finished === undefined ? {} : { result: finished.value.result, finishedAt: isoTime(finished.timeMs) }),
    submittedBy: submitted.value.submittedBy.user,
    ...(submitted.value.rehearsal === undefined ? {} : { rehearsal: true }),
    submittedAt: isoTime(submitted.timeMs),
    ...(waitingFor === undefined ? {} : { waitingFor }),
    tasksSettled: settled,
    tasksTotal: Math.max(started, shape.checkWaves.flat().length),
    iteration,
    sequence: state.last.sequence,
  };
}

interface Progress {
  readonly iteration: number;
  readonly settled: number;
  readonly started: number;
}

function progressOf({ iteration, tasks }: RunState): Progress {
  const current = [...tasks.values()].filter(({ key }) => key.iteration === iteration);
  return { iteration, settled: current.filter(isSettled).length, started: current.length };
}

/** The first and last event are enough for a finished run: lists read no more of it. */
function recordedProgress({ record }: RunFinished): Progress {
  const iteration = record.at(-1)?.iteration ?? 0;
  const settled = record.filter((entry) => entry.iteration === iteration).length;
  return { iteration, settled, started: settled };
}

export function stateName(state: RunState): RunView['state'] {
  if (state.finished !== undefined) return 'finished';
  if (state.iteration === 0) return 'pending';
  if (state.cancel !== undefined || state.promotion !== undefined) return 'finalizing';
  return openGates(state).length > 0 ? 'waiting' : 'executing';
}

/** Gates of the current iteration that people are asked about. */
export const openGates = (state: RunState): WaitingGate[] =>
  state.finished !== undefined || state.cancel !== undefined
    ? []
    : [...state.gates.values()].filter(isWaiting).filter(({ iteration }) => iteration === state.iteration);

const isWaiting = (gate: GateState): gate is WaitingGate => gate.state === 'waiting';

export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** What an open run waits for, in words for people. */
export function waitsFor(state: RunState): string | undefined {
  if (state.finished !== undefined) return undefined;
  const gates = openGates(state).map(
    (gate) => `${waitingText(gate)} on the gate ${gate.gate} until ${isoTime(gate.requested.value.deadlineMs)}`,
  );
  if (gates.length > 0) return cutText(gates.join('; '), 512);
  const open = [...state.tasks.values()].filter(isOpen).map(({ key }) => key.taskId);
  if (open.length === 0) return undefined;
  const more = open.length > NAMES_SHOWN ? ` and ${open.length - NAMES_SHOWN} more` : '';
  return `the end of ${open.slice(0, NAMES_SHOWN).join(', ')}${more}`;
}
