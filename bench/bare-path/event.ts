// The bare path sends what the product sends, at the same length: its messages are typed by the contract, and the
// contract's parser checks the first event of each type, or the comparison would be one of other messages.
import { EVENTS, openEvent } from '@dome/contracts';
import type { EventData, EventType } from '@dome/contracts';

const encoder = new TextEncoder();
const checked = new Set<EventType>();

export interface BareEvent<Type extends EventType> {
  readonly type: Type;
  readonly id: string;
  readonly source: string;
  readonly runId: string;
  readonly jobId: string;
  readonly causationId?: string;
  readonly data: EventData[Type];
}

/** A CloudEvent of the contract, put together by hand: no check, no digest. */
export function bareEvent<Type extends EventType>(of: BareEvent<Type>): Uint8Array {
  const payload = encoder.encode(
    JSON.stringify({
      specversion: '1.0',
      id: of.id,
      source: of.source,
      type: of.type,
      subject: of.jobId,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      dataschema: EVENTS[of.type].dataschema,
      correlationid: of.runId,
      causationid: of.causationId,
      data: of.data,
    }),
  );
  if (!checked.has(of.type)) openEvent(payload);
  checked.add(of.type);
  return payload;
}
