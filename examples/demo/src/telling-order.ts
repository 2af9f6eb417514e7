// The events of a run and those of its jobs are in two streams, each read on its own. A listener wants one order: nothing
// is told of a job before its run dispatched it, and no run goes on before the job ends that it settles were told.

import { EVENTS, isEvent } from '@dome/contracts';
import type { AnyEvent } from '@dome/contracts';

export interface Heard {
  readonly event: AnyEvent;
  readonly sequence: number;
}

export interface TellingOrder {
  /** The events that may be told now, in order. */
  take(heard: Heard): Heard[];
}

export function createTellingOrder(): TellingOrder {
  const sent = new Set<string>();
  const ended = new Set<string>();
  let ofRun: Heard[] = [];
  let ofJobs: Heard[] = [];

  const note = ({ event }: Heard): void => {
    const { data } = event;
    if (isEvent(event, 'dev.dome.run.tasks-dispatched.v1')) for (const { jobId } of event.data.tasks) sent.add(jobId);
    if ('jobId' in data && EVENTS[event.type].terminal) ended.add(data.jobId);
  };
  const mayTellRun = ({ event }: Heard): boolean =>
    !isEvent(event, 'dev.dome.run.tasks-settled.v1') ||
    event.data.tasks.every(({ jobId, evidence }) => jobId === undefined || evidence === undefined || ended.has(jobId));
  const mayTellJob = ({ event: { data } }: Heard): boolean => !('jobId' in data) || sent.has(data.jobId);

  const next = (): Heard | undefined => {
    const [first] = ofRun;
    if (first !== undefined && mayTellRun(first)) {
      ofRun = ofRun.slice(1);
      return first;
    }
    const job = ofJobs.find(mayTellJob);
    if (job !== undefined) ofJobs = ofJobs.filter((one) => one !== job);
    return job;
  };
  return {
    take: (heard) => {
      if ('jobId' in heard.event.data) ofJobs.push(heard);
      else ofRun.push(heard);
      const told: Heard[] = [];
      for (let one = next(); one !== undefined; one = next()) {
        note(one);
        told.push(one);
      }
      return told;
    },
  };
}
