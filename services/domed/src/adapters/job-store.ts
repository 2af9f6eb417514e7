// The chain of a job on JetStream. Every write of a chain expects the last sequence over all its transitions, with the
// same filter from every writer, so that the broker keeps it linear. Reads that decisions rest on go to the leader.
import { readChainFromLeader, readLast } from '@dome/bus';
import type { Publisher } from '@dome/bus';
import { filters, sealEvent, STREAMS, subjects } from '@dome/contracts';
import type { EventData, JobPhase, JobRef } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import type { Cause } from '../job.ts';
import type { Appended, JobStore, Note, Transition } from '../ports.ts';
import type { Bus } from './bus.ts';
import { EVENT_HEADERS } from './headers.ts';
import { cancelOf, chainMessageOf, foundMessageOf, refusedCommandOf } from './job-messages.ts';

export interface JobStoreOptions {
  readonly publisher: Publisher;
  readonly clock: Clock;
  /** `/domed/<instance>`. */
  readonly source: string;
  readonly nonce: () => string;
}

export function createJobStore(nc: Bus, options: JobStoreOptions): JobStore {
  const { publisher, clock, source, nonce } = options;
  const stream = STREAMS.JOB_EVENTS;
  const lastNote = (job: JobRef, note: Note['note']) =>
    readLast(nc, { stream, filter: subjects.jobNote({ ...refOf(job), note }) });

  return {
    append: async (transition): Promise<Appended> => {
      const { job, phase, attempt, expectedSequence } = transition;
      const ref = refOf(job);
      const id = `${job.jobId}.${attempt}.${phase}.${nonce()}`;
      const published = await publisher.publish({
        subject: subjects.jobTransition({ ...ref, phase }),
        payload: sealTransition(transition, { id, source, timeMs: clock.now() }),
        messageId: id,
        expectLast: { filter: filters.jobTransition(ref), sequence: expectedSequence },
        headers: EVENT_HEADERS,
      });
      return published.status === 'stored' ? { status: 'stored', sequence: published.sequence } : published;
    },
    note: async (job, note, cause) => {
      const id = noteId(job, note, nonce);
      await publisher.publish({
        subject: subjects.jobNote({ ...refOf(job), note: note.note }),
        payload: sealNote(note, { id, source, timeMs: clock.now(), job, cause }),
        messageId: id,
        headers: EVENT_HEADERS,
      });
    },
    read: async (job) => {
      const ref = refOf(job);
      const [chain, cancel, refused] = await Promise.all([
        readChainFromLeader(nc, { stream, filter: filters.jobTransition(ref) }),
        lastNote(job, 'cancel-requested'),
        readChainFromLeader(nc, { stream, filter: subjects.jobNote({ ...ref, note: 'refused' }) }),
      ]);
      return {
        chain: chain.map(chainMessageOf),
        notes: { cancel: cancelOf(cancel), refusedCommands: refused.flatMap(refusedCommandOf) },
      };
    },
    find: async (job) =>
      (await readChainFromLeader(nc, { stream, filter: filters.jobTransition(job) })).map(foundMessageOf),
    glance: async (job) => {
      const [last, cancel] = await Promise.all([
        readLast(nc, { stream, filter: filters.jobTransition(refOf(job)) }),
        lastNote(job, 'cancel-requested'),
      ]);
      return { lastSequence: last?.sequence ?? 0, cancel: cancelOf(cancel) };
    },
  };
}

/** A command is also a job reference, but a subject takes only these fields. */
function refOf({ skill, runId, jobId }: JobRef): JobRef {
  return { skill, runId, jobId };
}

interface Stamp {
  readonly id: string;
  readonly source: string;
  readonly timeMs: number;
}

function sealTransition<Phase extends JobPhase>(
  of: { readonly phase: Phase; readonly data: EventData[`dev.dome.job.${Phase}.v1`] } & Pick<
    Transition,
    'job' | 'cause'
  >,
  { id, source, timeMs }: Stamp,
): Uint8Array {
  const type = `dev.dome.job.${of.phase}.v1` as const;
  const { runId, jobId } = of.job;
  return sealEvent({ type, id, source, subject: jobId, timeMs, runId, ...of.cause, data: of.data });
}

function sealNote(note: Note, of: Stamp & { readonly job: JobRef; readonly cause: Cause }): Uint8Array {
  const { id, source, timeMs, job, cause } = of;
  const common = { id, source, timeMs, subject: job.jobId, runId: job.runId, ...cause };
  switch (note.note) {
    case 'cancel-requested':
      return sealEvent({ ...common, type: 'dev.dome.job.cancel-requested.v1', data: note.data });
    case 'refused':
      return sealEvent({ ...common, type: 'dev.dome.job.command-refused.v1', data: note.data });
    case 'waiting':
      return sealEvent({ ...common, type: 'dev.dome.job.waiting.v1', data: note.data });
    case 'lock-broken':
      return sealEvent({ ...common, type: 'dev.dome.job.lock-broken.v1', data: note.data });
  }
}

/** A refusal is noted once per command, however often it is delivered; everything else is noted each time. */
function noteId({ jobId }: JobRef, note: Note, nonce: () => string): string {
  switch (note.note) {
    case 'cancel-requested':
      return `${jobId}.note.cancel.${nonce()}`;
    case 'refused':
      return `${jobId}.note.refused.${note.data.commandSequence}`;
    case 'waiting':
    case 'lock-broken':
      return `${jobId}.note.${note.note}.${nonce()}`;
  }
}
