import { DomeError, LIMITS } from '@dome/contracts';

const KEY = /^[-/=\w]+(?:\.[-/=\w]+)*$/;

/** @throws INVALID_REQUEST for a key that a bucket accepts as a subject but never returns as a key */
export function requireKey(key: string): void {
  if (KEY.test(key) && key.length <= LIMITS.subjectBytes) return;
  throw new DomeError('INVALID_REQUEST', {
    detail: `${JSON.stringify(key.slice(0, 80))} is not a valid bucket key.`,
    hint: 'A key is made of letters, digits and - / = _, in tokens joined by dots.',
  });
}
