// Bytes of the wire become typed events here and nowhere else. Structured mode goes out; structured and binary mode
// come in. Decoding is strict: nothing is made up, and what is missing is refused with its pointer (L12).
import { EVENTS } from './generated/messages.ts';
import type { EventData, EventType } from './generated/messages.ts';
import { DomeError } from './errors.ts';
import { readEvent } from './read-event.ts';
import type { HeaderReader } from './read-event.ts';
import { schemaFault } from './schema-fault.ts';

/** A CloudEvent of the contract: the attributes Dome uses, and data by its type. */
export interface DomeEvent<Type extends EventType = EventType> {
  specversion: '1.0';
  id: string;
  source: string;
  type: Type;
  subject: string;
  time: string;
  /** Every event of ours has it; another writer may leave it out. */
  datacontenttype?: 'application/json';
  dataschema: string;
  correlationid: string;
  causationid?: string;
  traceparent?: string;
  tracestate?: string;
  data: EventData[Type];
}

export type AnyEvent = { [Type in EventType]: DomeEvent<Type> }[EventType];

/** Everything an event carries besides what its type fixes. */
export interface EventSource<Type extends EventType> {
  readonly type: Type;
  /** Equal to the JetStream message id. */
  readonly id: string;
  readonly source: string;
  /** The job or run that the event is about. */
  readonly subject: string;
  /** Epoch milliseconds. */
  readonly timeMs: number;
  readonly runId: string;
  readonly causationId?: string | undefined;
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
  readonly data: EventData[Type];
}

export const CONTENT_TYPE = 'application/cloudevents+json';

export function eventOf<Type extends EventType>(of: EventSource<Type>): DomeEvent<Type> {
  return {
    specversion: '1.0',
    id: of.id,
    source: of.source,
    type: of.type,
    subject: of.subject,
    time: new Date(of.timeMs).toISOString(),
    datacontenttype: 'application/json',
    dataschema: EVENTS[of.type].dataschema,
    correlationid: of.runId,
    ...(of.causationId === undefined ? {} : { causationid: of.causationId }),
    ...(of.traceparent === undefined ? {} : { traceparent: of.traceparent }),
    ...(of.tracestate === undefined ? {} : { tracestate: of.tracestate }),
    data: of.data,
  };
}

/** The bytes of an event in structured mode, allocated from Node's pool at a quarter of the cost of separate memory. */
export function sealEvent<Type extends EventType>(of: EventSource<Type>): Uint8Array {
  return Buffer.from(JSON.stringify(eventOf(of)));
}

/**
 * Decodes bytes of the wire into a typed event of the contract.
 * @param header reads the message's headers; without a CloudEvents content type the message is in binary mode.
 * @throws DomeError PAYLOAD_TOO_LARGE, or INVALID_REQUEST with the pointer of the first error.
 */
export function openEvent(payload: Uint8Array, header?: HeaderReader): AnyEvent {
  return checkEvent(readEvent(payload, header));
}

/** Types an already parsed value as an event of the contract. */
export function checkEvent(value: unknown): AnyEvent {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  if (typeof type !== 'string' || !isEventType(type)) {
    throw new DomeError('INVALID_REQUEST', {
      detail: `the contract has no event type ${JSON.stringify(type)}`,
      pointer: '/type',
    });
  }
  const { validate } = EVENTS[type];
  if (!validate(value)) throw validationError(validate.errors?.[0], type);
  return value as AnyEvent;
}

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENTS, type);
}

/** The first error that Ajv found, as an error of the catalogue. */
export function validationError(found: Parameters<typeof schemaFault>[0], what: string): DomeError {
  const { pointer, says } = schemaFault(found);
  return new DomeError('INVALID_REQUEST', { detail: `${what} ${pointer === '' ? '' : `${pointer} `}${says}`, pointer });
}
