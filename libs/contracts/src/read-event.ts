// The value of an event in structured or binary mode, before it is checked: nothing is made up, and what cannot be read is
// refused with its pointer (L12).
import { DomeError } from './errors.ts';
import { decodeHeaderValue } from './header-value.ts';
import { LIMITS } from './limits.ts';
import { parseJson } from './parse-json.ts';

/** Reads a header: the first value of that name in any case, or undefined. */
export type HeaderReader = (name: string) => string | undefined;

/**
 * What the message says, unchecked.
 * @param header as for `openEvent`
 * @throws DomeError PAYLOAD_TOO_LARGE, or INVALID_REQUEST where it is not JSON.
 */
export function readEvent(payload: Uint8Array, header?: HeaderReader): unknown {
  if (payload.byteLength > LIMITS.messageBytes) {
    throw new DomeError('PAYLOAD_TOO_LARGE', {
      detail: `${payload.byteLength} bytes, the limit is ${LIMITS.messageBytes}`,
    });
  }
  const contentType = header?.('content-type')?.toLowerCase();
  const structured = header === undefined || contentType?.startsWith('application/cloudevents') === true;
  return structured ? parseJson(payload) : binaryEvent(payload, header);
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
