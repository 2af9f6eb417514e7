// The control plane checked the documents before it stored them, but a plan of a later version may say what this one
// cannot read. For such a plan a watcher shows what the run's lock says: its tasks, without their order, and its gates
// by name.
import { DomeError } from '@dome/contracts';
import type { Plan, PlanLockEntry, RunSubmitted } from '@dome/contracts';
import { checkDocuments, runRefOf, shapeOf } from '@dome/runs';
import type { Documents, Purpose } from '@dome/runs';

export function readDocuments(data: RunSubmitted): Documents {
  try {
    return checkDocuments(data);
  } catch (error) {
    if (!(error instanceof DomeError)) throw error;
    return { shape: shapeOf(planByLock(data)), policy: undefined };
  }
}

function planByLock({ runId, plan, planLock }: RunSubmitted): Plan {
  const { name, version, title, gates } = plan;
  return {
    apiVersion: 'dome/v1',
    kind: 'Plan',
    name: typeof name === 'string' ? name : (runRefOf(runId)?.plan ?? runId),
    version: typeof version === 'string' ? version : '?',
    ...(typeof title === 'string' ? { title } : {}),
    tasks: tasksOf(planLock, 'check'),
    gates: Object.fromEntries(namesOf(gates).map((gate) => [gate, {}])),
    loop: { maxIterations: roundsOf(plan['loop']), remedy: { tasks: tasksOf(planLock, 'remedy') } },
  };
}

const tasksOf = (lock: readonly PlanLockEntry[], purpose: Purpose): Plan['tasks'] =>
  Object.fromEntries(
    lock
      .filter((entry) => entry.purpose === purpose)
      .map(({ taskId, skill, version }) => [taskId, { uses: `${skill}@${version}` }]),
  );

const namesOf = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : []);

function roundsOf(loop: unknown): number {
  const rounds: unknown = typeof loop === 'object' && loop !== null ? Reflect.get(loop, 'maxIterations') : undefined;
  return typeof rounds === 'number' ? rounds : 1;
}
