// L11: how deep and how large a value in an event may be. The levels around it count as well: an event deeper than the
// contract allows could be written but never read, and its run would wait for ever.
import { DomeError, LIMITS } from '@dome/contracts';

/** What an event or a command puts around a value. */
export const VALUE_DEPTH_MAX = LIMITS.jsonDepth - 8;

export const isTooDeep = (value: unknown, left = VALUE_DEPTH_MAX): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (left === 0 || Object.values(value).some((member) => isTooDeep(member, left - 1)));

const SAID = {
  input: { is: 'the input is', has: 'the input has' },
  inputs: { is: 'the inputs are', has: 'the inputs have' },
} as const;

/** @throws DomeError INPUT_INVALID, PAYLOAD_TOO_LARGE with the pointer of that name. */
export function requireBounded(value: Record<string, unknown>, name: keyof typeof SAID): void {
  const pointer = `/${name}`;
  if (isTooDeep(value)) {
    const detail = `${SAID[name].is} nested more than ${VALUE_DEPTH_MAX} deep`;
    throw new DomeError('INPUT_INVALID', { detail, pointer });
  }
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes <= LIMITS.inputBytes) return;
  const detail = `${SAID[name].has} ${bytes} bytes, the limit is ${LIMITS.inputBytes}`;
  throw new DomeError('PAYLOAD_TOO_LARGE', { detail, pointer });
}
