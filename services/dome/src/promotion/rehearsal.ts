// What is tried is one skill that promotes and nothing else: no gate could decide on it, and no promotion could rest on it.
import { DomeError, REHEARSAL_ENVIRONMENT } from '@dome/contracts';
import type { Plan, Rehearsal } from '@dome/contracts';
import { BUILD } from '@dome/planning';

/** @throws DomeError INVALID_REQUEST */
export function requireRehearsable({ tasks, gates, promotion, loop }: Plan): void {
  const isOne = Object.keys(tasks).length === 1 && Object.keys(gates ?? {}).length === 0;
  if (isOne && promotion === undefined && loop === undefined) return;
  throw new DomeError('INVALID_REQUEST', {
    detail: 'a rehearsal is a plan of one task, without gates, loop and promotion',
    pointer: '/rehearsal',
    hint: 'Try the skill alone: `dome skill run NAME --rehearse`.',
  });
}

/** The value of `promotion` in the input of the skill that is tried: what a decision would have said, but for the place. */
export const rehearsedPromotion = ({ name, digest }: Rehearsal): Record<string, string> => ({
  name,
  digest,
  from: BUILD,
  to: REHEARSAL_ENVIRONMENT,
});
