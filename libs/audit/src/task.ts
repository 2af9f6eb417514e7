// Of one task that has ended: the event of its job is the one that its run took as evidence, and what ran is what was
// locked and sent.

import { EVENTS, requestDigestOf, sha256Digest, shortDigest, structureDigest } from '@dome/contracts';
import type { JobSucceeded, PlanLockEntry, RunTasksDispatched, SettledTask } from '@dome/contracts';

import { claim, equal } from './claim.ts';
import type { Claim } from './claim.ts';
import { ofType } from './record.ts';
import type { RunRecord, StoredEvent } from './record.ts';
import { locksOf } from './way-back.ts';

/** What ended a job after it had started, however it ended. */
interface RanJob extends Partial<Pick<JobSucceeded, 'output'>> {
  readonly requestDigest: string | undefined;
  readonly provenance: JobSucceeded['provenance'];
}

interface Sent {
  readonly sent: RunTasksDispatched['tasks'][number];
  readonly lock: PlanLockEntry;
}

/** Empty for a task that has not ended. */
export function taskClaims(
  record: Omit<RunRecord, 'logs'>,
  of: { readonly taskId: string; readonly iteration: number },
): Claim[] {
  const isMeant = (task: typeof of): boolean => task.taskId === of.taskId && task.iteration === of.iteration;
  const settled = ofType(record.run, 'dev.dome.run.tasks-settled.v1')
    .flatMap(({ event }) => event.data.tasks)
    .find(isMeant);
  if (settled === undefined) return [];
  const sent = ofType(record.run, 'dev.dome.run.tasks-dispatched.v1')
    .flatMap(({ event }) => event.data.tasks)
    .find(isMeant);
  const lock = locksOf(record.run).get(of.taskId);
  const name = `${of.taskId}/${of.iteration}`;
  if (sent === undefined)
    return [claim(`${name} ended without a job`, settled.jobId === undefined ? [] : ['it names one'])];
  const ended = record.jobs.find(({ event: { data, type } }) => {
    return EVENTS[type].terminal && 'jobId' in data && data.jobId === sent.jobId;
  });
  if (ended === undefined || lock === undefined) {
    return [claim(`job ${sent.jobId} ended as the run says`, ['the event of its end is not stored'])];
  }
  const text = `job ${sent.jobId} ended with event #${ended.sequence}, ${shortDigest(sha256Digest(ended.payload))}, as the run says`;
  return [
    claim(text, [...evidenceFaults(ended, settled), ...resultFaults(ended, settled)]),
    ...ranClaims(ended, { sent, lock }),
  ];
}

/** The run names the event that it took as the end, by its place and its bytes. */
export function evidenceFaults(ended: Pick<StoredEvent, 'sequence' | 'payload'>, { evidence }: SettledTask): string[] {
  return [
    ...equal('the place of the evidence', String(evidence?.sequence), String(ended.sequence)),
    ...equal('the evidence', evidence?.digest, sha256Digest(ended.payload)),
  ];
}

function resultFaults({ event: { data } }: StoredEvent, { result }: SettledTask): string[] {
  return equal('the result', 'result' in data ? data.result : undefined, result);
}

function ranClaims({ event: { data } }: StoredEvent, of: Sent): Claim[] {
  if (!('provenance' in data) || data.provenance === undefined) return [];
  const { skill, version, descriptorDigest } = of.lock;
  const { provenance, requestDigest } = data;
  const output = 'output' in data ? data.output : undefined;
  const ran = { requestDigest, provenance, ...(output === undefined ? {} : { output }) };
  const text = `it ran ${skill}@${version} as the plan lock has it, on the input and the workspace that were sent`;
  return [
    claim(text, [
      ...equal('the descriptor of the record', provenance.descriptorDigest, descriptorDigest),
      ...commandFaults(ran, of),
    ]),
  ];
}

/** The digests of the record are those of the command and of the output beside it. */
export function commandFaults({ requestDigest, provenance, output }: RanJob, { sent, lock }: Sent): string[] {
  const inputDigest = structureDigest(sent.input);
  const request = requestDigestOf({
    skill: { name: lock.skill, version: lock.version, descriptorDigest: lock.descriptorDigest },
    inputDigest,
    workspaceDigest: sent.workspace?.digest,
  });
  const made = output === undefined ? undefined : structureDigest(output);
  return [
    ...equal('the request of the command', requestDigest, request),
    ...equal('the request of the record', provenance.requestDigest, request),
    ...equal('the input', provenance.inputDigest, inputDigest),
    ...(made === undefined && provenance.outputDigest === undefined
      ? []
      : equal('the output', provenance.outputDigest, made)),
  ];
}
