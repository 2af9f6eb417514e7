// The end of a job as the run records it: bounded, so that gates and the run's history stay small, and with the digest
// of the stored message, so that anyone can check what it rests on.
import {
  cutText,
  DomeError,
  LIMITS,
  STREAMS,
  canonicalText,
  requestDigestOf,
  sha256Digest,
  structureDigest,
} from '@dome/contracts';
import type { Digest, SettledTask } from '@dome/contracts';
import { isTooDeep } from '@dome/planning';

import type { StoredTerminal, TerminalEvent } from '../ports.ts';
import { plannedTask } from '@dome/runs';
import type { OpenTask, RunState } from '@dome/runs';

const SUMMARY_CHARS = 512;

/** What a terminal event means for the task of its job. Pure. */
export function settledByTerminal(state: RunState, task: OpenTask, terminal: StoredTerminal): SettledTask {
  const { event, sequence, digest } = terminal;
  const evidence = { stream: STREAMS.JOB_EVENTS, sequence, id: event.id, digest };
  const base = { ...task.key, jobId: event.data.jobId, evidence };
  if (!isOfRequest(state, task, event)) {
    const detail = `the job ${event.data.jobId} carried other work than the task ${task.key.taskId} asked for`;
    return { ...base, result: 'error', problem: new DomeError('IDEMPOTENCY_KEY_REUSED', { detail }).toProblem() };
  }
  return { ...base, result: event.data.result, ...projectionOf(event) };
}

/** A job canceled before any daemon saw its command cannot say what it was asked. */
function isOfRequest(state: RunState, task: OpenTask, event: TerminalEvent): boolean {
  const { requestDigest } = event.data;
  if (requestDigest === undefined) return true;
  const { lock } = plannedTask(state, task.key.taskId);
  const intent = task.dispatched.value;
  const asked = requestDigestOf({
    skill: { name: lock.skill, version: lock.version, descriptorDigest: lock.descriptorDigest },
    inputDigest: sha256Digest(canonicalText(intent.input)),
    workspaceDigest: intent.workspace?.digest,
  });
  return asked === requestDigest;
}

function projectionOf({ data }: TerminalEvent): Partial<SettledTask> {
  const provenanceDigest =
    'provenance' in data && data.provenance !== undefined ? digestOf(data.provenance) : undefined;
  const summary = 'summary' in data ? firstLine(data.summary) : undefined;
  return {
    ...('output' in data && data.output !== undefined ? boundedOutput(data.output) : {}),
    ...('artifacts' in data && data.artifacts !== undefined ? { artifacts: data.artifacts } : {}),
    ...('workspace' in data && data.workspace !== undefined ? { workspace: data.workspace } : {}),
    ...('problem' in data && data.problem !== undefined ? { problem: data.problem } : {}),
    ...(summary === undefined || summary === '' ? {} : { summary }),
    ...(provenanceDigest === undefined ? {} : { provenanceDigest }),
  };
}

function boundedOutput(output: Record<string, unknown>): Pick<SettledTask, 'output' | 'outputDigest' | 'outputBytes'> {
  const outputBytes = Buffer.byteLength(JSON.stringify(output));
  if (outputBytes <= LIMITS.projectionBytes && !isTooDeep(output)) return { output };
  const outputDigest = digestOf(output);
  return { outputBytes, ...(outputDigest === undefined ? {} : { outputDigest }) };
}

const firstLine = (text: string | undefined): string | undefined => {
  const line = text?.split('\n').find((one) => one.trim() !== '');
  return line === undefined ? undefined : cutText(line.trim(), SUMMARY_CHARS);
};

/** A foreign daemon may send an output without a canonical form; its task must end all the same. */
function digestOf(value: object): Digest | undefined {
  try {
    return structureDigest(value);
  } catch (error) {
    if (error instanceof DomeError && error.code === 'INPUT_INVALID') return undefined;
    throw error;
  }
}
