// Nothing that a skill leaves shows a secret that it was given: texts are masked, and a file that holds one is not stored.
import { cutText, isJsonObject, LIMITS } from '@dome/contracts';
import type { ProblemBody } from '@dome/contracts';

import type { SkillConsole } from '../console/console.ts';

/** The message that a skill throws, or fails with, is its own, and so is what it wrote in place of its output. */
export function maskedProblem(problem: ProblemBody, { mask }: Pick<SkillConsole, 'mask'>): ProblemBody {
  const { detail, pointer, hint } = problem;
  // It was cut where the length limit is.
  const fit = (text: string, max: number): string => cutText(mask(text, text.length >= max), max);
  return {
    ...problem,
    detail: fit(detail, LIMITS.problemDetailChars),
    ...(pointer === undefined ? {} : { pointer: fit(pointer, LIMITS.problemPointerChars) }),
    ...(hint === undefined ? {} : { hint: fit(hint, LIMITS.problemHintChars) }),
  };
}

/**
 * An output with its secrets masked, in names and in values; `text` is what it was read from. What a skill itself hides
 * stays: a later task may need it.
 */
export function maskedOutput(value: unknown, text: string, mask: (text: string) => string): unknown {
  return mask(text) === text ? value : masked(value, mask);
}

function masked(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value);
  if (typeof value === 'number') return mask(String(value)) === String(value) ? value : mask(String(value));
  if (Array.isArray(value)) return value.map((item: unknown) => masked(item, mask));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [mask(name), masked(member, mask)]));
}
