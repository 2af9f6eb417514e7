// Text of the wire becomes a value here and nowhere else, within the limits of size and depth.
import { DomeError } from './errors.ts';
import { LIMITS } from './limits.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

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
