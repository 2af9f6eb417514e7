import { EVENTS } from '@dome/contracts';
import type { EventType } from '@dome/contracts';

const encoder = new TextEncoder();

export interface BareEvent {
  readonly type: EventType;
  readonly id: string;
  readonly source: string;
  readonly runId: string;
  readonly jobId: string;
  readonly data: object;
}

/** A CloudEvent of the contract, put together by hand: no check, no digest. */
export function bareEvent(of: BareEvent): Uint8Array {
  return encoder.encode(
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
      data: of.data,
    }),
  );
}
