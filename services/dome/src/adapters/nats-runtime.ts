// The runtime plane, through the thin client alone (L4); only the history of a job is read from its stream.
import { headerOf, readChain } from '@dome/bus';
import type { StoredMessage } from '@dome/bus';
import { RUNTIME_API } from '@dome/client';
import type { RuntimeClient } from '@dome/client';
import { DomeError, LIMITS, STREAMS, endsJob, filters, openEvent, parseSubject, sha256Digest } from '@dome/contracts';
import type { AnyEvent, JobRef } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import type {
  Discovery,
  RuntimeBacklogs,
  Runtime,
  RuntimeDrains,
  RuntimeLocks,
  StoredTerminal,
  TerminalEvent,
} from '../ports.ts';

export function createNatsRuntime(
  nc: NatsConnection,
  client: RuntimeClient,
): Runtime & Discovery & RuntimeLocks & RuntimeDrains & RuntimeBacklogs {
  return {
    announcements: () => client.capabilities.listAll(),
    announced: (of) => client.capabilities.announced(of),
    descriptor: (digest) => client.capabilities.descriptor(digest),
    async dispatch(request) {
      const prepared = await client.prepare(request);
      await client.submit(prepared);
      return prepared;
    },
    async cancel(job) {
      try {
        await client.jobs.cancel(job);
      } catch (error) {
        // The key belongs to another chain, so none of our work runs there.
        if (error instanceof DomeError && error.code === 'NOT_FOUND') return;
        throw error;
      }
    },
    locksOf: async (runId) => (await client.locks.list({ runId, limit: LIMITS.listMax })).locks,
    takeLock: (request) => client.locks.take(request),
    backlogs: () => client.backlogs.list(),
    setDrain: (request) => client.drains.set(request),
    async terminal(job) {
      return (await chainOf(nc, job)).map(openedTerminal).find((terminal) => terminal !== undefined);
    },
    async hasBegun(job) {
      return (await chainOf(nc, job)).length > 0;
    },
  };
}

const chainOf = (nc: NatsConnection, job: JobRef): Promise<StoredMessage[]> =>
  readChain(nc, { stream: STREAMS.JOB_EVENTS, apiPrefix: RUNTIME_API, filter: filters.jobTransition(job) });

/** An unreadable message is not an end that a decision could rest on. */
function openedTerminal(message: StoredMessage): StoredTerminal | undefined {
  try {
    return storedTerminal(message);
  } catch {
    return undefined;
  }
}

/** Reads a message of JOB_EVENTS as the end of a job; undefined if it is not one. @throws DomeError INVALID_REQUEST */
export function storedTerminal(
  message: Pick<StoredMessage, 'subject' | 'payload' | 'headers' | 'sequence'>,
): StoredTerminal | undefined {
  const parsed = parseSubject(message.subject);
  if (parsed?.channel !== 'jobTransition') return undefined;
  const event = openEvent(message.payload, (name) => headerOf(message.headers, name));
  if (!isTerminal(event)) return undefined;
  const { skill, runId, jobId } = parsed.params;
  if (skill === undefined || runId !== event.data.runId || jobId !== event.data.jobId) {
    throw new DomeError('INVALID_REQUEST', { detail: `the event at ${message.subject} is about another job` });
  }
  return { sequence: message.sequence, digest: sha256Digest(message.payload), event, skill };
}

const isTerminal = (event: AnyEvent): event is TerminalEvent => endsJob(event);
