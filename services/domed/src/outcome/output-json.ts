// Reads JSON from a skill. It is read here once and by others later, so it must mean the same to all of them.
import { DomeError, cutText, repeatedMember, LIMITS } from '@dome/contracts';

/**
 * `base` is the place of the text in the output.
 * @throws DomeError OUTPUT_INVALID when it is not JSON, or names a member twice
 */
export function parseOutputJson(text: string, hint?: string, base = ''): unknown {
  const value = parsed(text, hint);
  const repeated = repeatedMember(text);
  if (repeated !== undefined) throw refuseRepeated(base + repeated);
  return value;
}

function parsed(text: string, hint: string | undefined): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (cause) {
    throw refuseOutput('the output is not JSON', hint === undefined ? {} : { hint }, cause);
  }
}

export function refuseRepeated(pointer: string): DomeError {
  const at = cutText(pointer, LIMITS.problemPointerChars);
  const hint = 'Write each member once: readers of JSON do not agree on which of two counts.';
  return refuseOutput(`the output gives ${at} more than once`, { pointer: at, hint });
}

export function refuseOutput(
  detail: string,
  fields: { pointer?: string; hint?: string } = {},
  cause?: unknown,
): DomeError {
  return new DomeError('OUTPUT_INVALID', { detail, ...fields }, { cause });
}
