// One line for each event: for CI logs, for grep, for output that is not a terminal. First the time, then the kind, the
// name, what happened, and facts as key=value.

import { isEvent } from '@dome/contracts';
import type { AnyEvent, JobStarted } from '@dome/contracts';
import { gateAt, gateTally, peopleFact, peopleIn, taskKeyOf } from '@dome/runs';

import { showDuration } from '../durations.ts';
import { harmless, padEnd } from '../terminal/style.ts';
import { endedAtMs, watchedTask } from '../watch/watched-run.ts';
import type { WatchedRun, WatchedTask } from '../watch/watched-run.ts';
import { firstLine, planName } from './run-tree.ts';

interface Words {
  readonly noun: 'run' | 'wave' | 'task' | 'gate';
  readonly name: string;
  readonly what: string;
  readonly facts?: Readonly<Record<string, string | number | undefined>>;
  readonly text?: string | undefined;
}

/** Several lines for an event that reports several things; none for one that tells people nothing new. */
export function eventLines(event: AnyEvent, run: WatchedRun): string[] {
  const time = event.time.replace(/\.\d+Z$/, 'Z');
  return [...wordsOfRun(event, run), ...wordsOfGate(event, run), ...wordsOfJob(event)].map((words) => {
    const facts = Object.entries(words.facts ?? {}).flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [`${key}=${value}`],
    );
    const text = words.text === undefined || words.text === '' ? [] : [JSON.stringify(firstLine(words.text))];
    const head = `${time} ${padEnd(words.noun, 4)}  ${padEnd(words.name, 12)}  ${padEnd(words.what, 10)}`;
    return [head, ...facts, ...text].join('  ').trimEnd();
  });
}

function wordsOfRun(event: AnyEvent, run: WatchedRun): Words[] {
  const name = run.runId;
  if (isEvent(event, 'dev.dome.run.submitted.v1')) {
    const { shape } = run.state ?? {};
    const plan = shape === undefined ? undefined : planName(shape);
    const rehearsal = event.data.rehearsal === undefined ? undefined : 'promotes-nothing';
    const facts = { plan, tasks: shape?.tasks.size, by: harmless(event.data.submittedBy.user), rehearsal };
    return [{ noun: 'run', name, what: 'submitted', facts }];
  }
  if (isEvent(event, 'dev.dome.run.iteration-started.v1')) {
    return [{ noun: 'run', name, what: 'iteration', facts: { iteration: event.data.iteration } }];
  }
  if (isEvent(event, 'dev.dome.run.wave-started.v1')) {
    const { wave, iteration, purpose, tasks } = event.data;
    return [
      { noun: 'wave', name: String(wave), what: 'started', facts: { iteration, purpose, tasks: tasks.join(',') } },
    ];
  }
  if (isEvent(event, 'dev.dome.run.tasks-settled.v1')) {
    return event.data.tasks.map((end) => {
      const { taskId, iteration, result, summary, problem } = end;
      const task = watchedTask(run, taskKeyOf(end));
      const facts = { iteration: round(run, iteration), duration: durationOf(task), code: problem?.code };
      return { noun: 'task', name: taskId, what: result, facts, text: summary ?? problem?.detail };
    });
  }
  if (isEvent(event, 'dev.dome.run.cancel-requested.v1')) {
    const { by, reason } = event.data;
    return [{ noun: 'run', name, what: 'canceling', facts: { by: harmless(by.user) }, text: reason }];
  }
  if (!isEvent(event, 'dev.dome.run.finished.v1')) return [];
  const { result, reason, promoted } = event.data;
  const since = run.state?.submitted.timeMs;
  const duration = since === undefined ? undefined : showDuration(Date.parse(event.time) - since);
  const facts = { duration, promoted: promoted?.map((one) => `${one.name}:${one.to}`).join(',') };
  return [{ noun: 'run', name, what: result, facts, text: reason }];
}

function wordsOfGate(event: AnyEvent, run: WatchedRun): Words[] {
  if (isEvent(event, 'dev.dome.run.gate-decided.v1')) {
    const { gate, iteration, decision } = event.data;
    const { status, reasonCodes, riskScore, decidedBy } = decision;
    const by = decidedBy.people?.map(harmless).join(',');
    const facts = { iteration, reasons: reasonCodes.join(','), risk: riskScore, by };
    return [{ noun: 'gate', name: gate, what: status, facts }];
  }
  if (isEvent(event, 'dev.dome.run.approval-requested.v1')) {
    const { gate, iteration, required, approvals = required, deadline } = event.data;
    const role = peopleFact(approvals);
    return [{ noun: 'gate', name: gate, what: 'waiting', facts: { iteration, role, deadline } }];
  }
  if (isEvent(event, 'dev.dome.run.approval-given.v1')) {
    const { gate, by, verdict, reason } = event.data;
    const missing = missingOf(run, event.data);
    return [{ noun: 'gate', name: gate, what: verdict, facts: { by: harmless(by.user), ...missing }, text: reason }];
  }
  if (isEvent(event, 'dev.dome.run.approval-withdrawn.v1')) {
    const { gate, by, reason } = event.data;
    const missing = missingOf(run, event.data);
    return [
      { noun: 'gate', name: gate, what: 'withdrawn', facts: { by: harmless(by.user), ...missing }, text: reason },
    ];
  }
  if (isEvent(event, 'dev.dome.run.approval-reminded.v1')) {
    const { gate, number, missing, deadline } = event.data;
    return [{ noun: 'gate', name: gate, what: 'reminder', facts: { number, missing: peopleFact(missing), deadline } }];
  }
  if (isEvent(event, 'dev.dome.run.approval-expired.v1')) {
    return [{ noun: 'gate', name: event.data.gate, what: 'expired', facts: { deadline: event.data.deadline } }];
  }
  if (!isEvent(event, 'dev.dome.run.promotion-decided.v1')) return [];
  const { subject, from, to, decision } = event.data;
  const facts = { artifact: harmless(subject.name), digest: subject.digest, from, to };
  return [{ noun: 'gate', name: 'promotion', what: decision.status, facts }];
}

/** Who is still missing where several people are asked, as far as the run has been read. */
function missingOf({ state }: WatchedRun, { gate, iteration }: { gate: string; iteration: number }) {
  const judged = state === undefined ? undefined : gateAt(state, gate, iteration);
  if (judged?.state !== 'waiting' || peopleIn(judged.requested.value.required) === 1) return {};
  return { missing: peopleFact(gateTally(judged)?.missing ?? []) };
}

function wordsOfJob(event: AnyEvent): Words[] {
  if (isEvent(event, 'dev.dome.job.started.v1')) {
    const { taskId, attempt } = event.data;
    return [
      { noun: 'task', name: taskId, what: attempt === 1 ? 'started' : 'restarted', facts: factsOfStart(event.data) },
    ];
  }
  if (isEvent(event, 'dev.dome.job.waiting.v1')) {
    const { taskId, lock, before, heldBy } = event.data;
    const facts = { lock: harmless(lock), before, holder: heldBy[0]?.jobId };
    return [{ noun: 'task', name: taskId, what: 'waiting', facts }];
  }
  if (isEvent(event, 'dev.dome.job.lock-broken.v1')) {
    const { taskId, lock, by, reason } = event.data;
    return [
      {
        noun: 'task',
        name: taskId,
        what: 'broken',
        facts: { lock: harmless(lock), by: harmless(by.user) },
        text: reason,
      },
    ];
  }
  if (!isEvent(event, 'dev.dome.job.retrying.v1')) return [];
  const { taskId, attempt, problem, nextAttemptAt } = event.data;
  const after = showDuration(Date.parse(nextAttemptAt) - Date.parse(event.time));
  return [{ noun: 'task', name: taskId, what: 'retrying', facts: { attempt, after }, text: problem.detail }];
}

function factsOfStart({ skill, attempt, worker, iteration }: JobStarted): NonNullable<Words['facts']> {
  return { skill: `${skill.name}@${skill.version}`, iteration, attempt, worker: worker.instance };
}

function round(run: WatchedRun, iteration: number): number | undefined {
  return run.state !== undefined && run.state.shape.maxIterations > 1 ? iteration : undefined;
}

function durationOf(task: WatchedTask | undefined): string | undefined {
  const startedAtMs = task?.job?.startedAtMs;
  const ended = task === undefined ? undefined : endedAtMs(task);
  return startedAtMs === undefined || ended === undefined ? undefined : showDuration(ended - startedAtMs);
}
