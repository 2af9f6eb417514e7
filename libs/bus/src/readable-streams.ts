// The filters of a reader, as people write them, assigned to the streams whose messages they match. Pure.
import { CHANNELS, DomeError, LIMITS, STREAMS, TOPOLOGY } from '@dome/contracts/portable';

import { intersectFilters } from './subject-filter.ts';

/** The streams that keep history, and the addresses of what each stores. */
const ADDRESSES = {
  [STREAMS.JOB_EVENTS]: [CHANNELS.jobTransition.address, CHANNELS.jobNote.address],
  [STREAMS.JOB_LOGS]: [CHANNELS.jobLog.address],
  [STREAMS.RUN_EVENTS]: [CHANNELS.runEvent.address],
  [STREAMS.LAW_EVENTS]: [CHANNELS.lawEvent.address],
} as const;

export type ReadableStream = keyof typeof ADDRESSES;

const EVENT_STREAMS = [STREAMS.JOB_EVENTS, STREAMS.RUN_EVENTS, STREAMS.LAW_EVENTS] as const;
const READABLE_STREAMS = [...EVENT_STREAMS, STREAMS.JOB_LOGS] as const;

/** The filters of each stream, narrowed to what it stores; a stream that no filter matches is left out. */
export type FilteredStreams<Stream extends ReadableStream = ReadableStream> = ReadonlyMap<Stream, readonly string[]>;

/** @throws DomeError INVALID_REQUEST for a filter that no message of the contract can match */
export function readableStreamsOf(filters: readonly string[]): FilteredStreams {
  return share(filters, READABLE_STREAMS);
}

/** Of events, not of logs; no filter means every event. @throws DomeError INVALID_REQUEST as above */
export function eventStreamsOf(filters: readonly string[]): FilteredStreams<(typeof EVENT_STREAMS)[number]> {
  return share(filters.length === 0 ? ['>'] : filters, EVENT_STREAMS);
}

function share<Stream extends ReadableStream>(
  filters: readonly string[],
  streams: readonly Stream[],
): FilteredStreams<Stream> {
  const shared = new Map<Stream, readonly string[]>();
  for (const filter of filters) {
    const matched = isWellFormed(filter) ? streams.filter((stream) => meets(filter, stream)) : [];
    if (matched.length === 0) throw unmatched(filter, streams);
    for (const stream of matched) {
      const narrowed = TOPOLOGY.streams[stream].subjects.flatMap((subject) => intersectFilters(filter, subject) ?? []);
      shared.set(stream, [...new Set([...(shared.get(stream) ?? []), ...narrowed])]);
    }
  }
  return shared;
}

/** Whether some message that the stream stores can match. */
function meets(filter: string, stream: ReadableStream): boolean {
  return ADDRESSES[stream].some((address) => intersectFilters(filter, patternOf(address)) !== undefined);
}

/**
 * Leaves out filters that another one covers.
 * @throws DomeError INVALID_REQUEST if two overlap otherwise, which JetStream refuses
 */
export function disjoint(filters: readonly string[]): string[] {
  const kept = filters.filter((one, index) =>
    filters.every((other, at) => at === index || intersectFilters(one, other) !== one || (one === other && index < at)),
  );
  for (const [index, one] of kept.entries()) {
    const other = kept.slice(index + 1).find((later) => intersectFilters(one, later) !== undefined);
    if (other === undefined) continue;
    const detail = `The filters ${one} and ${other} overlap: some subjects match both.`;
    throw new DomeError('INVALID_REQUEST', { detail, hint: 'Give one filter that covers both, or narrow them.' });
  }
  return kept;
}

const TOKEN = /^(\*|>|[^\s.*>]+)$/;

function isWellFormed(filter: string): boolean {
  const tokens = filter.split('.');
  const isTail = (index: number): boolean => index === tokens.length - 1;
  return (
    filter.length <= LIMITS.subjectBytes &&
    tokens.every((token, index) => TOKEN.test(token) && (token !== '>' || isTail(index)))
  );
}

function unmatched(filter: string, streams: readonly ReadableStream[]): DomeError {
  const detail = `No message has a subject that ${JSON.stringify(filter)} matches.`;
  const hint = `Subjects are ${streams.flatMap((stream) => ADDRESSES[stream]).join(', ')}; \`*\` is one token, \`>\` the rest.`;
  return new DomeError('INVALID_REQUEST', { detail, hint });
}

/** Each parameter of an address is one token. */
function patternOf(address: string): string {
  return address.replaceAll(/\{\w+\}/g, '*');
}
