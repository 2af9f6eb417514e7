// Bytes of the wire become typed events here and nowhere else. Structured mode goes out; structured and binary mode
// come in. Decoding is strict: nothing is made up, and what is missing is refused with its pointer (L12).
import { EVENTS } from './generated/messages.ts';
import type { EventData, EventType } from './generated/messages.ts';
import { DomeError } from './errors.ts';
import { decodeHeaderValue } from './header-value.ts';
import { schemaFault } from './schema-fault.ts';
import { LIMITS } from './limits.ts';

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

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The bytes of an event in structured mode, allocated from Node's pool at a quarter of the cost of separate memory. */
export function sealEvent<Type extends EventType>(of: EventSource<Type>): Uint8Array {
  return Buffer.from(JSON.stringify(eventOf(of)));
}

/** Reads a header: the first value of that name in any case, or undefined. */
export type HeaderReader = (name: string) => string | undefined;

/**
 * Decodes bytes of the wire into a typed event of the contract.
 * @param header reads the message's headers; without a CloudEvents content type the message is in binary mode.
 * @throws DomeError PAYLOAD_TOO_LARGE, or INVALID_REQUEST with the pointer of the first error.
 */
export function openEvent(payload: Uint8Array, header?: HeaderReader): AnyEvent {
  if (payload.byteLength > LIMITS.messageBytes) {
    throw new DomeError('PAYLOAD_TOO_LARGE', {
      detail: `${payload.byteLength} bytes, the limit is ${LIMITS.messageBytes}`,
    });
  }
  const contentType = header?.('content-type')?.toLowerCase();
  const structured = header === undefined || contentType?.startsWith('application/cloudevents') === true;
  const value = structured ? parseJson(payload) : binaryEvent(payload, header);
  return checkEvent(value);
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

export function isEvent<Type extends EventType>(event: { type: string }, type: Type): event is DomeEvent<Type> {
  return event.type === type;
}

/** The first error that Ajv found, as an error of the catalogue. */
export function validationError(found: Parameters<typeof schemaFault>[0], what: string): DomeError {
  const { pointer, says } = schemaFault(found);
  return new DomeError('INVALID_REQUEST', { detail: `${what} ${pointer === '' ? '' : `${pointer} `}${says}`, pointer });
}

/**
 * JSON within the limits of size and depth.
 * @throws DomeError INVALID_REQUEST
 */
export function parseJson(payload: Uint8Array): unknown {
  if (payload.byteLength > SCANNED_BYTES && isDeep(payload)) throw tooDeep();
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(payload));
  } catch (cause) {
    throw new DomeError('INVALID_REQUEST', { detail: 'the message is not JSON in UTF-8', pointer: '' }, { cause });
  }
  assertDepth(value, 0);
  return value;
}

/** Unclosed brackets cost the parser 60 ms per megabyte; a smaller text costs less to parse than to scan first. */
const SCANNED_BYTES = 16_384;
const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPENING_ARRAY, CLOSING_ARRAY, OPENING_OBJECT, CLOSING_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Whether the text nests deeper than the limit, found by scanning up to that depth without parsing. */
function isDeep(text: Uint8Array): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.byteLength; at += 1) {
    const byte = text[at] ?? 0;
    if (isInString && byte === BACKSLASH) at += 1;
    else if (byte === QUOTE) isInString = !isInString;
    else if (isInString) continue;
    else if (byte === OPENING_ARRAY || byte === OPENING_OBJECT) depth += 1;
    else if (byte === CLOSING_ARRAY || byte === CLOSING_OBJECT) depth -= 1;
    if (depth > LIMITS.jsonDepth + 1) return true;
  }
  return false;
}

function tooDeep(): DomeError {
  return new DomeError('INVALID_REQUEST', { detail: `deeper than ${LIMITS.jsonDepth} levels`, pointer: '' });
}

function assertDepth(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > LIMITS.jsonDepth) throw tooDeep();
  if (Array.isArray(value)) {
    for (const item of value) assertDepth(item, depth + 1);
    return;
  }
  for (const key in value) assertDepth((value as Record<string, unknown>)[key], depth + 1);
}

const ATTRIBUTES = [
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'dataschema',
  'correlationid',
  'causationid',
  'traceparent',
  'tracestate',
] as const;

function binaryEvent(payload: Uint8Array, header: HeaderReader): Record<string, unknown> {
  const event: Record<string, unknown> = {};
  for (const name of ATTRIBUTES) {
    const value = header(`ce-${name}`);
    if (value !== undefined) event[name] = decodeHeader(value, name);
  }
  event['data'] = parseJson(payload);
  return event;
}

function decodeHeader(value: string, name: string): string {
  try {
    return decodeHeaderValue(value);
  } catch (cause) {
    throw new DomeError(
      'INVALID_REQUEST',
      { detail: `ce-${name} is not percent-encoded UTF-8`, pointer: `/${name}` },
      { cause },
    );
  }
}
