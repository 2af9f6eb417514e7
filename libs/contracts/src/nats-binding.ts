/**
 * CloudEvents over NATS for the reference SDK, which has bindings for HTTP, Kafka and MQTT but none for NATS: the `Binding`
 * of its interface, by the CloudEvents NATS protocol binding. It is for programs that use the SDK, with Dome or anybody
 * else. The planes do not use it: `openEvent` reads what the contract knows, and refuses the rest with a pointer.
 *
 * Nothing is invented. The SDK makes up an id and a time if a message has none; here such a message has no time, and
 * without an id it is no event.
 */
import { CloudEvent, ValidationError } from 'cloudevents';
import type { Binding, CloudEventV1, Headers, Message } from 'cloudevents';

import { decodeHeaderValue, encodeHeaderValue } from './header-value.ts';

/** Bytes to publish, and the headers to publish them with. */
export interface NatsMessage extends Message {
  headers: Record<string, string>;
  body: Uint8Array;
}

const CONTENT_TYPE = 'content-type';
const MEDIA_TYPE = 'application/cloudevents';
const BATCH = `${MEDIA_TYPE}-batch`;
const PREFIX = 'ce-';
const ATTRIBUTE_NAME = /^[a-z0-9]+$/;
const REQUIRED = ['specversion', 'id', 'source', 'type'] as const;

/**
 * `toEvent` throws the SDK's ValidationError; a batch is no message of NATS.
 * @public For programs with the SDK: examples/node is one.
 */
export const NATS: Binding<NatsMessage, NatsMessage> = { binary, structured, toEvent, isEvent };

function binary<T>(event: CloudEventV1<T>): NatsMessage {
  const headers: Record<string, string> = {};
  for (const [name, value] of attributesOf(event)) headers[PREFIX + name] = encodeHeaderValue(textOf(value));
  return { headers, body: bytesOf(event) };
}

function structured<T>(event: CloudEventV1<T>): NatsMessage {
  const { data, data_base64: base64 } = event;
  const content = base64 === undefined ? { data } : { data_base64: base64 };
  const body = encode(JSON.stringify({ ...Object.fromEntries(attributesOf(event)), ...content }));
  return { headers: { [CONTENT_TYPE]: `${MEDIA_TYPE}+json` }, body };
}

function isEvent(message: Message): boolean {
  try {
    toEvent(message);
    return true;
  } catch {
    return false;
  }
}

function toEvent<T>({ headers, body }: Message): CloudEventV1<T> {
  const found = headersOf(headers);
  const mode = found.get(CONTENT_TYPE)?.toLowerCase() ?? '';
  if (mode.startsWith(BATCH)) throw new ValidationError('NATS has no batches of events');
  const bytes = bodyOf(body);
  const event = mode.startsWith(MEDIA_TYPE) ? structuredEvent(bytes) : binaryEvent(found, bytes);
  for (const name of REQUIRED) {
    if (typeof event[name] !== 'string' || event[name] === '') throw new ValidationError(`the event has no ${name}`);
  }
  // Only the SDK's verdict is used; the event it returns is not, because parts of it may be made up.
  const judged = new CloudEvent(event);
  if (judged.specversion !== '1.0') throw new ValidationError(`specversion ${judged.specversion} is not 1.0`);
  // The caller gives the type of the data, as with every binding of the SDK.
  return event as CloudEventV1<T>;
}

function structuredEvent(bytes: Uint8Array): Partial<CloudEventV1<unknown>> {
  const event = jsonOf(bytes);
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw new ValidationError('the payload is not a JSON object');
  }
  const { data_base64: base64 } = { data_base64: undefined, ...event };
  return typeof base64 === 'string' ? { ...event, data: new Uint8Array(Buffer.from(base64, 'base64')) } : { ...event };
}

function binaryEvent(headers: ReadonlyMap<string, string>, bytes: Uint8Array): Partial<CloudEventV1<unknown>> {
  const attributes = [...headers]
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, value]) => [name.slice(PREFIX.length), decoded(name, value)] as const);
  const event: Partial<CloudEventV1<unknown>> = Object.fromEntries(attributes);
  const type = event.datacontenttype?.toLowerCase();
  if (bytes.length === 0) return event;
  if (type === undefined || /^[^;]*[/+]json\s*(;|$)/.test(type)) return { ...event, data: jsonOf(bytes) };
  if (type.startsWith('text/')) return { ...event, data: textIn(bytes) };
  return { ...event, data: bytes, data_base64: Buffer.from(bytes).toString('base64') };
}

/** In the order of the event; an absent value is no attribute. */
function attributesOf(event: CloudEventV1<unknown>): [string, unknown][] {
  return Object.entries(event).filter(
    ([name, value]) =>
      name !== 'data' && name !== 'data_base64' && value !== undefined && value !== null && isNamed(name),
  );
}

function isNamed(name: string): boolean {
  if (ATTRIBUTE_NAME.test(name)) return true;
  throw new ValidationError(`${name} cannot name an attribute: only a-z and 0-9 can`);
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return String(value);
}

function bytesOf({ data, data_base64: base64, datacontenttype }: CloudEventV1<unknown>): Uint8Array {
  if (base64 !== undefined) return new Uint8Array(Buffer.from(base64, 'base64'));
  if (data instanceof Uint8Array) return data;
  if (data === undefined) return new Uint8Array();
  return encode(
    typeof data === 'string' && datacontenttype?.startsWith('text/') === true ? data : JSON.stringify(data),
  );
}

/** By names in lower case: NATS names are read in any case. If one is repeated, the first counts. */
function headersOf(headers: Headers): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, values] of Object.entries(headers)) {
    const value = Array.isArray(values) ? values[0] : values;
    const key = name.toLowerCase();
    if (value !== undefined && !found.has(key)) found.set(key, value);
  }
  return found;
}

function decoded(name: string, value: string): string {
  try {
    return decodeHeaderValue(value);
  } catch {
    throw new ValidationError(`${name} is not percent-encoded UTF-8`);
  }
}

function bodyOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return encode(body);
  if (body === undefined || body === null) return new Uint8Array();
  throw new ValidationError('the payload is neither bytes nor text');
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textIn(bytes));
  } catch (cause) {
    throw cause instanceof ValidationError ? cause : new ValidationError('the payload is not JSON');
  }
}

function textIn(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ValidationError('the payload is not UTF-8');
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
