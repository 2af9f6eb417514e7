// Stored messages of a job's chain, as types of the core.
import type { StoredMessage } from '@dome/bus';
import { DomeError, openEvent, parseSubject } from '@dome/contracts';
import type { AnyEvent } from '@dome/contracts';

import type { TerminalEntry } from '../job.ts';
import type { ChainMessage, FoundMessage, JobNotes } from '../ports.ts';
import { headerReader } from './headers.ts';

export function eventOfStored({ payload, headers }: StoredMessage): AnyEvent {
  return openEvent(payload, headerReader(headers));
}

/**
 * @throws DomeError INTERNAL for a message that is not a transition: only domed writes there, so it is a bug of ours
 */
export function chainMessageOf(stored: StoredMessage): ChainMessage {
  const event = eventOfStored(stored);
  const { sequence, timeMs } = stored;
  const common = { sequence, timeMs, id: event.id };
  switch (event.type) {
    case 'dev.dome.job.started.v1': {
      const { attempt, counted, commandSequence, deliveryCount, worker } = event.data;
      const of = { sequence, attempt, counted, commandSequence, deliveryCount, startedAtMs: timeMs };
      const entry = { phase: 'started', ...of } as const;
      return { ...common, phase: 'started', entry, instance: worker.instance, data: { ...event.data } };
    }
    case 'dev.dome.job.retrying.v1': {
      const { attempt, counted, commandSequence } = event.data;
      const nextAttemptAtMs = Date.parse(event.data.nextAttemptAt);
      const entry = { phase: 'retrying', sequence, attempt, counted, commandSequence, nextAttemptAtMs } as const;
      return { ...common, phase: 'retrying', entry, data: { ...event.data } };
    }
    case 'dev.dome.job.canceled.v1': {
      const entry = { ...terminalEntry('canceled', event.data, sequence), outcome: event.data.outcome };
      return { ...common, phase: 'canceled', entry, data: { ...event.data } };
    }
    case 'dev.dome.job.succeeded.v1':
      return terminalMessage('succeeded', event.data, common);
    case 'dev.dome.job.failed.v1':
      return terminalMessage('failed', event.data, common);
    case 'dev.dome.job.timed-out.v1':
      return terminalMessage('timed-out', event.data, common);
    case 'dev.dome.job.refused.v1':
      return terminalMessage('refused', event.data, common);
    case 'dev.dome.job.parked.v1':
      return terminalMessage('parked', event.data, common);
    default:
      throw new DomeError('INTERNAL', { detail: `${event.type} is in the chain of a job`, sequence });
  }
}

interface TerminalData {
  readonly attempt?: number;
  readonly commandSequence?: number;
}

function terminalMessage(
  phase: TerminalEntry['phase'],
  data: TerminalData,
  common: Pick<ChainMessage, 'sequence' | 'timeMs' | 'id'>,
): ChainMessage {
  return { ...common, phase, entry: terminalEntry(phase, data, common.sequence), data: { ...data } };
}

function terminalEntry(phase: TerminalEntry['phase'], data: TerminalData, sequence: number): TerminalEntry {
  return { phase, sequence, attempt: data.attempt ?? 0, commandSequence: data.commandSequence };
}

export function foundMessageOf(stored: StoredMessage): FoundMessage {
  const { skill, runId, jobId } = parseSubject(stored.subject)?.params ?? {};
  if (skill === undefined || runId === undefined || jobId === undefined) {
    throw new DomeError('INTERNAL', { detail: `${stored.subject} is not the subject of a transition` });
  }
  return { ...chainMessageOf(stored), job: { skill, runId, jobId } };
}

export function cancelOf(stored: StoredMessage | undefined): JobNotes['cancel'] {
  return stored === undefined ? undefined : cancelOfEvent(eventOfStored(stored));
}

export function cancelOfEvent(event: AnyEvent): JobNotes['cancel'] {
  if (event.type !== 'dev.dome.job.cancel-requested.v1') return undefined;
  return { by: event.data.by, reason: event.data.reason };
}

export function refusedCommandOf(stored: StoredMessage): number[] {
  const event = eventOfStored(stored);
  return event.type === 'dev.dome.job.command-refused.v1' ? [event.data.commandSequence] : [];
}
