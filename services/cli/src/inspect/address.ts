// How tasks, artifacts and gates are named on the command line: RUN/GATE, RUN/TASK, RUN/TASK/ITERATION, RUN/TASK/NAME,
// RUN/TASK/ITERATION/NAME. Without an iteration, the last one in which the task started is meant.
import { isDigest, isName, LIMITS } from '@dome/contracts';
import type { Digest } from '@dome/contracts';

import { usageError } from '../errors.ts';

/** A run, or a task of it. */
export interface RunAddress {
  /** As it was typed: an id, a prefix of one, or `@latest`. */
  readonly run: string;
  readonly task?: string;
  readonly iteration?: number;
}

export interface TaskAddress extends RunAddress {
  readonly task: string;
}

export type ArtifactAddress =
  | { readonly kind: 'digest'; readonly digest: Digest }
  | { readonly kind: 'name'; readonly task: TaskAddress; readonly name: string };

const TASK_HINT = 'Name a task as RUN/TASK, or as RUN/TASK/2 for what it did in the second iteration.';

/** Words that a shell separated mean the same as with slashes between them. @throws DomeError INVALID_REQUEST */
export function runAddress(words: readonly string[]): RunAddress {
  const [run = '', task, iteration, ...rest] = words.join('/').split('/');
  if (run === '') throw usageError('No run is named.', 'List the runs with `dome run list`.');
  if (rest.length > 0) throw usageError(`${words.join('/')} names more than a task.`, TASK_HINT);
  if (task === undefined) return { run };
  return { run, task: taskName(task), ...(iteration === undefined ? {} : { iteration: iterationOf(iteration) }) };
}

/** @throws DomeError INVALID_REQUEST */
export function taskAddress(words: readonly string[]): TaskAddress {
  const { task, ...address } = runAddress(words);
  if (task === undefined) throw usageError(`${address.run} names no task.`, TASK_HINT);
  return { ...address, task };
}

/** A gate; without a run, the one that waits. */
export interface GateAddress {
  readonly run?: string;
  readonly gate?: string;
  readonly iteration?: number;
}

const GATE_HINT = 'Name a gate as RUN/GATE, or as RUN/GATE/2 for the second iteration.';

/** @throws DomeError INVALID_REQUEST */
export function gateAddress(words: readonly string[]): GateAddress {
  if (words.length === 0) return {};
  const [run = '', gate, iteration, ...rest] = words.join('/').split('/');
  if (run === '') throw usageError('No run is named.', GATE_HINT);
  if (rest.length > 0) throw usageError(`${words.join('/')} names more than a gate.`, GATE_HINT);
  if (gate === undefined) return { run };
  if (!isName(gate)) throw usageError(`${JSON.stringify(gate)} is not the name of a gate.`, GATE_HINT);
  return { run, gate, ...(iteration === undefined ? {} : { iteration: iterationOf(iteration) }) };
}

/**
 * A name may hold slashes. If it begins with a number and a slash, the iteration must be given.
 * @throws DomeError INVALID_REQUEST
 */
export function artifactAddress(text: string): ArtifactAddress {
  if (isDigest(text)) return { kind: 'digest', digest: text };
  const [run = '', task = '', ...rest] = text.split('/');
  const [first = '', ...more] = rest;
  const isRound = /^\d+$/.test(first) && more.length > 0;
  const name = isRound ? more.join('/') : rest.join('/');
  if (run === '' || task === '' || name === '') {
    throw usageError(
      `${text} names no artifact.`,
      'An artifact is RUN/TASK/NAME or a digest; `dome run artifacts RUN` lists those of a run.',
    );
  }
  const iteration = isRound ? { iteration: iterationOf(first) } : {};
  return { kind: 'name', name, task: { run, task: taskName(task), ...iteration } };
}

function taskName(text: string): string {
  if (isName(text)) return text;
  throw usageError(`${JSON.stringify(text)} is not the name of a task.`, TASK_HINT);
}

/** @throws DomeError INVALID_REQUEST */
export function iterationOf(text: string): number {
  const iteration = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (iteration >= 1 && iteration <= LIMITS.iterationsMax) return iteration;
  throw usageError(
    `${JSON.stringify(text)} is not an iteration.`,
    `Iterations are counted from 1 to at most ${LIMITS.iterationsMax}.`,
  );
}
