// What may follow what in a run, judged from its stored events alone. The judge shares with `@dome/runs` only what a run
// event is, and the key by which two events are about the same task. It shares neither the fold nor the shape of the plan.
// The fold forgives by its law (of two ends of a task the first counts, unknown ones are ignored), and the judge is there
// for exactly what the fold forgives; and if both read waves from one wrong shape they would agree.
import { isRunEvent, taskKeyText } from '@dome/runs';
import type { RunEvent, TaskKey } from '@dome/runs';
import type { AnyEvent } from '@dome/contracts';

import { askedPeople, voteFindings } from './wire-tap-votes.ts';
import type { BallotEvent, AskedPeople } from './wire-tap-votes.ts';

/** What was seen so far. */
interface Seen {
  events: number;
  isFinished: boolean;
  iteration: number;
  readonly waves: Set<string>;
  readonly jobs: Set<string>;
  /** By the texts of their keys. */
  readonly settled: Set<string>;
  /** By gate and iteration: whether people still have to decide. */
  readonly gates: Map<string, 'open' | 'closed'>;
  /** By gate and iteration: what people have answered. */
  readonly asked: Map<string, AskedPeople>;
}

const nothing = (): Seen => ({
  events: 0,
  isFinished: false,
  iteration: 0,
  waves: new Set(),
  jobs: new Set(),
  settled: new Set(),
  gates: new Map(),
  asked: new Map(),
});

/** Judges the events of one run, oldest first. */
export function checkRun(events: readonly AnyEvent[], { ended = false }: { ended?: boolean } = {}): string[] {
  const seen = nothing();
  const findings = events.filter(isRunEvent).flatMap((event) => {
    const found = seen.isFinished ? [`${event.type} after the run finished`] : step(seen, event);
    seen.events += 1;
    return found;
  });
  return ended && !seen.isFinished ? [...findings, 'the run has no end'] : findings;
}

const unless = (holds: boolean, finding: string): string[] => (holds ? [] : [finding]);

function step(seen: Seen, event: RunEvent): string[] {
  if (event.type !== 'dev.dome.run.submitted.v1' && seen.events === 0) return [`it begins with ${event.type}`];
  switch (event.type) {
    case 'dev.dome.run.submitted.v1':
      return unless(seen.events === 0, 'it is submitted twice');
    case 'dev.dome.run.iteration-started.v1':
      return iteration(seen, event.data.iteration);
    case 'dev.dome.run.wave-started.v1': {
      const { iteration: round, wave } = event.data;
      const known = seen.waves.has(`${round} ${wave}`);
      seen.waves.add(`${round} ${wave}`);
      return unless(round === seen.iteration && !known, `wave ${wave} of iteration ${round} starts out of order`);
    }
    case 'dev.dome.run.tasks-dispatched.v1':
      return dispatched(seen, event.data);
    case 'dev.dome.run.tasks-settled.v1':
      return event.data.tasks.flatMap((task) => settled(seen, task));
    case 'dev.dome.run.gate-decided.v1':
      return decided(seen, event.data);
    case 'dev.dome.run.approval-requested.v1':
      seen.asked.set(gateOf(event.data), askedPeople());
      return unless(
        seen.gates.get(gateOf(event.data)) === 'open',
        `people are asked about ${gateOf(event.data)}, which does not wait`,
      );
    case 'dev.dome.run.approval-given.v1':
    case 'dev.dome.run.approval-withdrawn.v1':
    case 'dev.dome.run.approval-reminded.v1':
    case 'dev.dome.run.approval-expired.v1':
      return answered(seen, event);
    case 'dev.dome.run.promotion-decided.v1': {
      const { gate, iteration: round } = event.data.decision;
      return unless(seen.gates.get(`${gate} ${round}`) !== 'open', `promotion while ${gate} waits`);
    }
    case 'dev.dome.run.finished.v1':
      seen.isFinished = true;
      return [];
    case 'dev.dome.run.cancel-requested.v1':
      return [];
  }
}

const gateOf = (of: { readonly gate: string; readonly iteration: number }): string => `${of.gate} ${of.iteration}`;

function answered(seen: Seen, event: BallotEvent): string[] {
  const gate = gateOf(event.data);
  const asked = seen.asked.get(gate);
  if (asked === undefined) return [`${event.type} for ${gate}, which nobody was asked about`];
  return [
    ...unless(seen.gates.get(gate) === 'open', `${event.type} for ${gate}, which is decided`),
    ...voteFindings(asked, event),
  ];
}

function iteration(seen: Seen, round: number): string[] {
  const expected = seen.iteration + 1;
  seen.iteration = round;
  return unless(round === expected, `iteration ${round} follows ${expected - 1}`);
}

function dispatched(
  seen: Seen,
  data: { readonly wave: number; readonly iteration: number; readonly tasks: readonly { readonly jobId: string }[] },
): string[] {
  const { wave, iteration: round, tasks } = data;
  const started = unless(seen.waves.has(`${round} ${wave}`), `tasks of wave ${wave}, which has not started`);
  const twice = tasks.filter(({ jobId }) => seen.jobs.has(jobId)).map(({ jobId }) => `${jobId} is dispatched twice`);
  for (const { jobId } of tasks) seen.jobs.add(jobId);
  return [...started, ...twice];
}

function settled(seen: Seen, task: TaskKey & { readonly jobId?: string }): string[] {
  const { taskId, iteration: round, jobId } = task;
  const name = `${taskId} ${round}`;
  const key = taskKeyText(task);
  const twice = unless(!seen.settled.has(key), `${name} is settled twice`);
  seen.settled.add(key);
  const sent = jobId === undefined || seen.jobs.has(jobId);
  return [...twice, ...unless(sent, `${name} is settled by ${jobId}, which was not dispatched`)];
}

/** NEEDS_HUMAN is closed by a second decision; no other gate is decided twice in an iteration. */
function decided(
  seen: Seen,
  data: { readonly gate: string; readonly iteration: number; readonly decision: { readonly status: string } },
): string[] {
  const gate = gateOf(data);
  const before = seen.gates.get(gate);
  const asks = data.decision.status === 'NEEDS_HUMAN';
  seen.gates.set(gate, asks ? 'open' : 'closed');
  return unless(before === undefined || (before === 'open' && !asks), `${gate} is decided twice`);
}
