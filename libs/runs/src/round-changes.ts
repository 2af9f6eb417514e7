// What is different between a round and the one before it, as far as the run itself says it: what rules came to, how tasks
// ended, what they put out. Pure over the state of a run; in the first round there is nothing before.
import { memberChanges } from '@dome/contracts/portable';
import type {
  Artifact,
  MemberChange,
  RuleChange,
  SettledTask,
  TaskChange,
  WorkspaceRef,
} from '@dome/contracts/portable';

import { gateAt, taskAt } from './state.ts';
import type { RunState } from './state.ts';

/** Rules whose value is another one. */
export function ruleChanges(state: RunState, gate: string, iteration: number): RuleChange[] {
  const [before, now] = [iteration - 1, iteration].map((at) => {
    const judged = gateAt(state, gate, at);
    return new Map((judged?.decided.value.rules ?? []).map(({ id, value }) => [id, value]));
  });
  if (before === undefined || now === undefined || before.size === 0) return [];
  return [...now].flatMap(([id, value]) => {
    const old = before.get(id);
    return old === value ? [] : [{ id, ...(old === undefined ? {} : { before: old }), now: value }];
  });
}

/** Checks whose result is another one. */
export const taskChanges = (state: RunState, iteration: number): TaskChange[] =>
  checksOf(state).flatMap((taskId) => {
    const [old, now] = endsOf(state, taskId, iteration).map((end) => end?.result);
    if (old === now) return [];
    return [{ taskId, ...(old === undefined ? {} : { before: old }), ...(now === undefined ? {} : { now }) }];
  });

export interface OutputChange {
  readonly taskId: string;
  /** Member by member; empty if the outputs differ and are too large for the run to hold them. */
  readonly members: readonly MemberChange[];
  readonly artifacts: readonly ArtifactChange[];
}

interface ArtifactChange {
  readonly name: string;
  /** Absent: there was none of that name. */
  readonly before?: Artifact;
  readonly now?: Artifact;
}

/** Checks that ended in both rounds and put out something else. */
export const outputChanges = (state: RunState, iteration: number): OutputChange[] =>
  checksOf(state).flatMap((taskId) => {
    const [old, now] = endsOf(state, taskId, iteration);
    if (old === undefined || now === undefined) return [];
    const members = isWhole(old) && isWhole(now) ? memberChanges(old.output ?? {}, now.output ?? {}) : [];
    const artifacts = artifactChanges(old.artifacts ?? [], now.artifacts ?? []);
    const isSame = members.length === 0 && (old.outputDigest === now.outputDigest || (isWhole(old) && isWhole(now)));
    return isSame && artifacts.length === 0 ? [] : [{ taskId, members, artifacts }];
  });

/** The run holds the digest alone of an output that is too large for it. */
const isWhole = ({ output, outputDigest }: SettledTask): boolean => output !== undefined || outputDigest === undefined;

function artifactChanges(before: readonly Artifact[], now: readonly Artifact[]): ArtifactChange[] {
  const named = (some: readonly Artifact[]): ReadonlyMap<string, Artifact> =>
    new Map(some.map((artifact) => [artifact.name, artifact]));
  const [old, fresh] = [named(before), named(now)];
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((name): ArtifactChange[] => {
    const [one, other] = [old.get(name), fresh.get(name)];
    if (one?.digest === other?.digest) return [];
    return [{ name, ...(one === undefined ? {} : { before: one }), ...(other === undefined ? {} : { now: other }) }];
  });
}

/** The tree that the checks of a round worked on. */
export function treeOf(state: RunState, iteration: number): WorkspaceRef | undefined {
  const tasks = [...state.tasks.values()].filter(({ key }) => key.iteration === iteration);
  for (const task of tasks) {
    const tree = task.state === 'pending' || task.purpose !== 'check' ? undefined : task.dispatched?.value.workspace;
    if (tree !== undefined) return tree;
  }
  return iteration === 1 ? state.submitted.value.workspace : undefined;
}

const checksOf = ({ shape }: RunState): readonly string[] => shape.checkWaves.flat();

/** How the task ended before and now. */
const endsOf = (state: RunState, taskId: string, iteration: number): (SettledTask | undefined)[] =>
  [iteration - 1, iteration].map((at) => {
    const task = taskAt(state, { taskId, iteration: at });
    return task?.state === 'settled' ? task.settled.value : undefined;
  });
