import { eventOf } from '@dome/contracts';
import type { AnyEvent, EventData, EventType } from '@dome/contracts';
import { describe, expect, test } from 'vitest';

import { createTellingOrder } from '../src/telling-order.ts';
import type { Heard } from '../src/telling-order.ts';

const RUN = 'release-aaaaaaaa';

/** Only the members that the order depends on. */
function heard(type: EventType, data: object, sequence: number): Heard {
  const source = { type, id: `${type}.${sequence}`, source: '/test', subject: RUN, timeMs: sequence, runId: RUN };
  const event = eventOf({ ...source, data: { runId: RUN, ...data } as EventData[EventType] });
  return { event: event as AnyEvent, sequence };
}

const dispatched = (...jobIds: string[]) =>
  heard('dev.dome.run.tasks-dispatched.v1', { tasks: jobIds.map((jobId) => ({ jobId })) }, 1);
const settled = (...jobIds: string[]) =>
  heard('dev.dome.run.tasks-settled.v1', { tasks: jobIds.map((jobId) => ({ jobId, evidence: {} })) }, 2);
const decided = heard('dev.dome.run.gate-decided.v1', {}, 3);
const started = (jobId: string) => heard('dev.dome.job.started.v1', { jobId }, 4);
const succeeded = (jobId: string) => heard('dev.dome.job.succeeded.v1', { jobId }, 5);

function told(...events: readonly Heard[]): Heard[][] {
  const order = createTellingOrder();
  return events.map((event) => order.take(event));
}

describe('the order of telling', () => {
  test('is the order of arrival if nothing came early', () => {
    const story = [dispatched('a'), started('a'), succeeded('a'), settled('a'), decided];
    expect(told(...story)).toEqual(story.map((event) => [event]));
  });

  test('has no event of a job before its run dispatched it', () => {
    const [sent, start, end] = [dispatched('a'), started('a'), succeeded('a')];
    expect(told(start, end, sent)).toEqual([[], [], [sent, start, end]]);
  });

  test('lets no run go on before the ends that it settles', () => {
    const [sent, start, end, settles] = [dispatched('a', 'b'), started('a'), succeeded('a'), settled('a')];
    expect(told(sent, settles, decided, started('b'), start, end)).toEqual([
      [sent],
      [],
      [],
      [started('b')],
      [start],
      [end, settles, decided],
    ]);
  });

  test('waits for no job if the run settled the task without one', () => {
    const settles = heard('dev.dome.run.tasks-settled.v1', { tasks: [{ taskId: 'a' }, { jobId: 'lost' }] }, 2);
    expect(told(settles)).toEqual([[settles]]);
  });
});
