// A rehearsal is no promotion, and nothing in a record can make it one: its run decides no promotion, its jobs go into the
// place that no law can have, and each record of it says what it is. Nothing that promotes says that it only rehearses.
import { PROMOTION_MEMBER, REHEARSAL_ENVIRONMENT, valueAt } from '@dome/contracts';

import { claim } from './claim.ts';
import type { Claim } from './claim.ts';
import { ofType } from './record.ts';
import type { RunRecord, StoredEvent } from './record.ts';

/** Of a rehearsal two claims, of a run that promotes one, of any other none. */
export function rehearsalClaims({ run, jobs }: Pick<RunRecord, 'run' | 'jobs'>): Claim[] {
  const isRehearsal = ofType(run, 'dev.dome.run.submitted.v1').some(({ event }) => event.data.rehearsal !== undefined);
  const marks = marksOf(jobs);
  if (isRehearsal)
    return [
      claim('the run is a rehearsal, and promoted nothing', [...promotionFaults(run), ...placeFaults(run)]),
      claim(
        'each record of its jobs says that it was a rehearsal, and none names a decision',
        marks.flatMap(({ jobId, sequence, isMarked, isAuthorized }) => [
          ...(isMarked ? [] : [`event #${sequence} of ${jobId} does not say so`]),
          ...(isAuthorized ? [`event #${sequence} of ${jobId} names a decision`] : []),
        ]),
      ),
    ];
  const rehearsed = marks.filter(({ isMarked }) => isMarked);
  const promotes = ofType(run, 'dev.dome.run.promotion-decided.v1').length > 0;
  if (!promotes && rehearsed.length === 0) return [];
  return [
    claim(
      'no job of the run was a rehearsal',
      rehearsed.map(({ jobId, sequence }) => `event #${sequence} of ${jobId} says that it was`),
    ),
  ];
}

interface Mark {
  readonly jobId: string;
  readonly sequence: number;
  readonly isMarked: boolean;
  readonly isAuthorized: boolean;
}

/** Every start, and every end with its provenance. */
function marksOf(jobs: readonly StoredEvent[]): Mark[] {
  const starts = ofType(jobs, 'dev.dome.job.started.v1').map(({ event: { data }, sequence }): Mark => {
    return { jobId: data.jobId, sequence, isMarked: data.rehearsal === true, isAuthorized: false };
  });
  const ends = jobs.flatMap(({ event: { data }, sequence }): Mark[] => {
    if (!('provenance' in data) || data.provenance === undefined) return [];
    const { rehearsal, authorizedBy } = data.provenance;
    return [{ jobId: data.jobId, sequence, isMarked: rehearsal === true, isAuthorized: authorizedBy !== undefined }];
  });
  return [...starts, ...ends];
}

function promotionFaults(run: readonly StoredEvent[]): string[] {
  const decided = ofType(run, 'dev.dome.run.promotion-decided.v1').map(
    ({ sequence }) => `event #${sequence} decides a promotion`,
  );
  const ended = ofType(run, 'dev.dome.run.finished.v1').flatMap(({ event }) => event.data.promoted ?? []);
  return [...decided, ...ended.map(({ name, to }) => `its end says that ${name} was promoted to ${to}`)];
}

function placeFaults(run: readonly StoredEvent[]): string[] {
  const sent = ofType(run, 'dev.dome.run.tasks-dispatched.v1').flatMap(({ event }) => event.data.tasks);
  return sent
    .filter(({ input }) => valueAt(input, [PROMOTION_MEMBER, 'to']) !== REHEARSAL_ENVIRONMENT)
    .map(({ taskId }) => `${taskId} was not sent to ${REHEARSAL_ENVIRONMENT}`);
}
