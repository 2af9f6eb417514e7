import { asRunId, isId, isName } from '@dome/contracts/portable';
import type { RunId } from '@dome/contracts/portable';

/** Identifies the chain of a run. */
export interface RunRef {
  readonly plan: string;
  readonly runId: RunId;
}

const RUN_ID = /^(.+)-[a-z2-7]{8}$/;

/** A run's id begins with the name of its plan: nothing else is needed to find its chain. Undefined: not a run id. */
export function runRefOf(runId: string): RunRef | undefined {
  const plan = RUN_ID.exec(runId)?.[1];
  if (plan === undefined || !isName(plan) || !isId(runId)) return undefined;
  return { plan, runId: asRunId(runId) };
}
