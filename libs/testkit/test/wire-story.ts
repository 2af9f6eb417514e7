// One job and one run as the planes would write them, made from the examples of the contract: a tap must accept the story
// without a finding, and a test plants its faults in it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkEvent, EVENTS, filters, isEvent, subjects } from '@dome/contracts';
import type { DomeEvent, EventType, JobPhase } from '@dome/contracts';

export function example(message: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../../schemas/examples', `${message}.json`), 'utf8'));
}

export function exampleEvent<Type extends EventType>(type: Type): DomeEvent<Type> {
  const event = checkEvent(example(type));
  if (!isEvent(event, type)) throw new Error(`${type} is shown by another event`);
  return event;
}

/** A message as a plane publishes it. */
export interface Written {
  subject: string;
  event: DomeEvent;
  headers: Record<string, string>;
}

const headersOf = (event: DomeEvent): Record<string, string> => ({
  'Content-Type': 'application/cloudevents+json',
  'Nats-Msg-Id': event.id,
});

const started = exampleEvent('dev.dome.job.started.v1');
const { runId, jobId, skill } = started.data;
const chainOf = { skill: skill.name, runId, jobId };

export const command = (): Written => {
  const event = exampleEvent('dev.dome.skill.execute.v1');
  return { subject: subjects.skillExecute({ pool: 'default', skill: skill.name }), event, headers: headersOf(event) };
};

/** `expected` is the sequence of the transition before. */
function transition(event: DomeEvent, phase: JobPhase, expected: number): Written {
  const headers = {
    ...headersOf(event),
    'Nats-Expected-Last-Subject-Sequence': String(expected),
    'Nats-Expected-Last-Subject-Sequence-Subject': filters.jobTransition(chainOf),
  };
  return { subject: subjects.jobTransition({ ...chainOf, phase }), event, headers };
}

export const start = (): Written => transition(exampleEvent('dev.dome.job.started.v1'), 'started', 0);

/** The terminal of the attempt that started at `epoch`, whose end marker is at `endSequence`. */
export function failure(epoch: number, endSequence: number): Written {
  const event = exampleEvent('dev.dome.job.failed.v1');
  const { logs } = event.data;
  const data = { ...event.data, epoch, ...(logs === undefined ? {} : { logs: { ...logs, endSequence } }) };
  return transition({ ...event, data }, 'failed', epoch);
}

const LOG = [
  'dev.dome.job.log.v1',
  'dev.dome.job.log-annotation.v1',
  'dev.dome.job.log-progress.v1',
  'dev.dome.job.log-ended.v1',
] as const;

export const log = (epoch: number): Written[] =>
  LOG.map((type) => {
    const event = exampleEvent(type);
    return {
      subject: subjects.jobLog({ runId, jobId }),
      event: { ...event, data: { ...event.data, epoch } },
      headers: headersOf(event),
    };
  });

export const note = (): Written => {
  const event = exampleEvent('dev.dome.job.command-refused.v1');
  return { subject: subjects.jobNote({ ...chainOf, note: 'refused' }), event, headers: headersOf(event) };
};

const RUN = [
  'dev.dome.run.submitted.v1',
  'dev.dome.run.iteration-started.v1',
  'dev.dome.run.wave-started.v1',
  'dev.dome.run.tasks-dispatched.v1',
  'dev.dome.run.tasks-settled.v1',
  'dev.dome.run.gate-decided.v1',
  'dev.dome.run.finished.v1',
] as const;

/** The events of a run in order; the expectation of each is the sequence of the one before. */
export const run = (): Written[] =>
  RUN.map((type, index) => {
    const event = exampleEvent(type);
    const { phase } = EVENTS[type];
    const headers = {
      ...headersOf(event),
      'Nats-Expected-Last-Subject-Sequence': String(index),
      'Nats-Expected-Last-Subject-Sequence-Subject': filters.runEvent({ plan: 'release', runId }),
    };
    return { subject: subjects.runEvent({ plan: 'release', runId, phase }), event, headers };
  });
