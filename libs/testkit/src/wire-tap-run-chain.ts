// What may follow what in a run, judged from its stored events alone.
import type { AnyEvent } from '@dome/contracts';

interface RunState {
  phases: number;
  finished: boolean;
  iteration: number;
  readonly waves: Set<string>;
  readonly dispatched: Set<string>;
  readonly settled: Set<string>;
  /** By gate and iteration: whether people are still to decide. */
  readonly gates: Map<string, 'open' | 'closed'>;
  readonly asked: Set<string>;
}

const newState = (): RunState => ({
  phases: 0,
  finished: false,
  iteration: 0,
  waves: new Set(),
  dispatched: new Set(),
  settled: new Set(),
  gates: new Map(),
  asked: new Set(),
});

/** Judges the events of one run, oldest first. */
export function checkRun(events: readonly AnyEvent[], { ended = false }: { ended?: boolean } = {}): string[] {
  const state = newState();
  const findings = events.flatMap((event) => {
    const found = state.finished ? [`${event.type} after the run finished`] : step(state, event);
    state.phases += 1;
    return found;
  });
  return ended && !state.finished ? [...findings, 'the run has no end'] : findings;
}

const unless = (holds: boolean, finding: string): string[] => (holds ? [] : [finding]);

function step(state: RunState, event: AnyEvent): string[] {
  if (event.type !== 'dev.dome.run.submitted.v1' && state.phases === 0) return [`it begins with ${event.type}`];
  switch (event.type) {
    case 'dev.dome.run.submitted.v1':
      return unless(state.phases === 0, 'it is submitted twice');
    case 'dev.dome.run.iteration-started.v1':
      return iteration(state, event.data.iteration);
    case 'dev.dome.run.wave-started.v1': {
      const { iteration: round, wave } = event.data;
      const known = state.waves.has(`${round} ${wave}`);
      state.waves.add(`${round} ${wave}`);
      return unless(round === state.iteration && !known, `wave ${wave} of iteration ${round} starts out of order`);
    }
    case 'dev.dome.run.tasks-dispatched.v1':
      return dispatched(state, event.data);
    case 'dev.dome.run.tasks-settled.v1':
      return event.data.tasks.flatMap((task) => settled(state, task));
    case 'dev.dome.run.gate-decided.v1':
      return decided(state, event.data);
    case 'dev.dome.run.approval-requested.v1':
      state.asked.add(gateOf(event.data));
      return unless(
        state.gates.get(gateOf(event.data)) === 'open',
        `people are asked about ${gateOf(event.data)}, which does not wait`,
      );
    case 'dev.dome.run.approval-given.v1':
    case 'dev.dome.run.approval-expired.v1':
      return unless(
        state.asked.has(gateOf(event.data)),
        `${event.type} for ${gateOf(event.data)}, which nobody was asked about`,
      );
    case 'dev.dome.run.promotion-decided.v1': {
      const { gate, iteration: round } = event.data.decision;
      return unless(state.gates.get(`${gate} ${round}`) !== 'open', `promotion while ${gate} waits`);
    }
    case 'dev.dome.run.finished.v1':
      state.finished = true;
      return [];
    default:
      return [];
  }
}

const gateOf = (of: { readonly gate: string; readonly iteration: number }): string => `${of.gate} ${of.iteration}`;

function iteration(state: RunState, round: number): string[] {
  const expected = state.iteration + 1;
  state.iteration = round;
  return unless(round === expected, `iteration ${round} follows ${expected - 1}`);
}

function dispatched(
  state: RunState,
  data: { readonly wave: number; readonly iteration: number; readonly tasks: readonly { readonly jobId: string }[] },
): string[] {
  const { wave, iteration: round, tasks } = data;
  const started = unless(state.waves.has(`${round} ${wave}`), `tasks of wave ${wave}, which has not started`);
  const twice = tasks
    .filter(({ jobId }) => state.dispatched.has(jobId))
    .map(({ jobId }) => `${jobId} is dispatched twice`);
  for (const { jobId } of tasks) state.dispatched.add(jobId);
  return [...started, ...twice];
}

function settled(
  state: RunState,
  task: { readonly taskId: string; readonly iteration: number; readonly jobId?: string },
): string[] {
  const { taskId, jobId } = task;
  const key = `${taskId} ${task.iteration}`;
  const twice = unless(!state.settled.has(key), `${key} is settled twice`);
  state.settled.add(key);
  const sent = jobId === undefined || state.dispatched.has(jobId);
  return [...twice, ...unless(sent, `${key} is settled by ${jobId}, which was not dispatched`)];
}

/** NEEDS_HUMAN is closed by a second decision; no other gate is decided twice in an iteration. */
function decided(
  state: RunState,
  data: { readonly gate: string; readonly iteration: number; readonly decision: { readonly status: string } },
): string[] {
  const gate = gateOf(data);
  const before = state.gates.get(gate);
  const asks = data.decision.status === 'NEEDS_HUMAN';
  state.gates.set(gate, asks ? 'open' : 'closed');
  return unless(before === undefined || (before === 'open' && !asks), `${gate} is decided twice`);
}
