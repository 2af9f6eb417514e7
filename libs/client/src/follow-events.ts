// Followers of the two event streams. They yield what they read from the stream, in its order; live subjects only
// signal when to look. A message that this version of the contract cannot read is passed on as unreadable: skipping it
// silently would leave an unnamed gap.

import { followStream, headerOf } from '@dome/bus/portable';
import type { BusLogger, ReadableStream, StoredMessage, StreamEnds, StreamGap } from '@dome/bus/portable';
import { filters, REPUBLISHED, STREAMS, toDomeError } from '@dome/contracts/portable';
import type { AnyEvent, DomeError, Cursor, HeaderReader } from '@dome/contracts/portable';
import type { NatsConnection } from '@nats-io/nats-core';

export interface FollowedEvent {
  readonly kind: 'event';
  readonly sequence: number;
  readonly subject: string;
  /** The stored bytes; evidence is their digest. */
  readonly payload: Uint8Array;
  readonly event: AnyEvent;
}

export interface UnreadableEvent {
  readonly kind: 'unreadable';
  readonly sequence: number;
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly problem: DomeError;
}

export type Followed = FollowedEvent | UnreadableEvent;

export interface FollowEventsOptions {
  /** Absent: from the beginning. */
  readonly from?: Cursor;
  readonly signal?: AbortSignal;
  /** Ends when everything stored has been read. */
  readonly untilCaughtUp?: boolean;
  /** Called for messages that the stream discarded before they were read, before anything behind them is yielded. */
  readonly onGap?: (gap: StreamGap) => void;
  /** Where the stream begins and ends, for whoever may not ask its leader. */
  readonly endsOf?: () => Promise<StreamEnds>;
  readonly logger?: BusLogger;
}

export interface JobsOfInterest {
  readonly skill?: string;
  readonly runId?: string;
  readonly jobId?: string;
  /** Also yields the notes beside the chains. */
  readonly notes?: boolean;
}

/** The stream's position as the connection sees it. */
export interface StreamView {
  readonly nc: NatsConnection;
  readonly apiPrefix: string;
  readonly open: OpenMessage;
}

/** How strictly a message is read is for whoever reads. @throws DomeError for one that cannot be read */
export type OpenMessage = (payload: Uint8Array, header: HeaderReader) => AnyEvent;

/** Transitions of jobs (and their notes), oldest first. */
export function followJobEvents(
  view: StreamView,
  of: JobsOfInterest,
  options: FollowEventsOptions = {},
): AsyncGenerator<Followed, void> {
  const { notes = false, ...names } = of;
  return follow(view, options, {
    stream: STREAMS.JOB_EVENTS,
    filters: [filters.jobTransition(names), ...(notes ? [filters.jobNote(names)] : [])],
    liveSubjects: [filters.liveJob(names), ...(notes ? [filters.liveNote(names)] : [])],
  });
}

/** The events of one run, oldest first; ends after `finished`. */
export async function* followRun(
  view: StreamView,
  runId: string,
  options: FollowEventsOptions = {},
): AsyncGenerator<Followed, void> {
  const events = follow(view, options, {
    stream: STREAMS.RUN_EVENTS,
    filters: [filters.runEvent({ runId })],
    liveSubjects: [filters.liveRun({ runId })],
  });
  for await (const item of events) {
    yield item;
    if (item.kind === 'event' && item.event.type === 'dev.dome.run.finished.v1') return;
  }
}

/** The messages of one stream that match a filter, oldest first. */
export function followFiltered(
  view: StreamView,
  of: { readonly stream: ReadableStream; readonly filters: readonly string[] },
  options: FollowEventsOptions = {},
): AsyncGenerator<Followed, void> {
  const { stream, filters: wanted } = of;
  const { source, destination } = REPUBLISHED[stream];
  const liveOf = (filter: string): string => `${prefixOf(destination)}${filter.slice(prefixOf(source).length)}`;
  return follow(view, options, { stream, filters: wanted, liveSubjects: wanted.map(liveOf) });
}

/** Without its `>`. */
function prefixOf(subject: string): string {
  return subject.slice(0, -1);
}

interface Source {
  readonly stream: string;
  readonly filters: readonly string[];
  readonly liveSubjects: readonly string[];
}

export async function* follow(
  view: StreamView,
  options: FollowEventsOptions,
  source: Source,
): AsyncGenerator<Followed, void> {
  const { nc, apiPrefix, open } = view;
  for await (const message of followStream(nc, { ...options, ...source, apiPrefix })) yield openStored(message, open);
}

export function openStored(message: StoredMessage, open: OpenMessage): Followed {
  const { sequence, subject, payload, headers } = message;
  try {
    const event = open(payload, (name) => headerOf(headers, name));
    return { kind: 'event', sequence, subject, payload, event };
  } catch (error) {
    return { kind: 'unreadable', sequence, subject, payload, problem: toDomeError(error) };
  }
}
