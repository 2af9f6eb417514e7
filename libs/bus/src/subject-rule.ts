// The broker stores what is published to a wildcard and closes the connection on an over-long subject, so both are
// refused here (L12: bad input never costs a connection).

import { DomeError, LIMITS } from '@dome/contracts';

const PUBLISHABLE = /^[^\s.*>\p{Cc}]+(?:\.[^\s.*>\p{Cc}]+)*$/u;

/** @throws INVALID_REQUEST */
export function requirePublishSubject(subject: string): void {
  // A character is at most three bytes of UTF-8 per code unit, so short subjects need no count.
  const long = subject.length * 3 > LIMITS.subjectBytes && Buffer.byteLength(subject) > LIMITS.subjectBytes;
  if (!long && PUBLISHABLE.test(subject)) return;
  const shown = JSON.stringify(subject.length > 80 ? `${subject.slice(0, 80)}…` : subject);
  const detail = long
    ? `The subject ${shown} is longer than ${LIMITS.subjectBytes} bytes.`
    : `The subject ${shown} has an empty token, a wildcard, a space or a control character.`;
  throw new DomeError('INVALID_REQUEST', {
    detail,
    hint: 'Build subjects only from checked ids.',
  });
}
