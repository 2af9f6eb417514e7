// L7, of one attempt that died with its daemon: another daemon took the job over, under a higher epoch, and ended it.

import { isTerminal } from '@dome/contracts';

import { chainsOf } from './chains.ts';
import { claim } from './claim.ts';
import type { Claim } from './claim.ts';
import type { RunRecord } from './record.ts';

/** The attempt that was running when its daemon died. */
export interface LostAttempt {
  readonly jobId: string;
  /** The sequence of its `started` event. */
  readonly epoch: number;
  /** The daemon. */
  readonly instance: string;
}

export function takeOverClaim({ jobs }: RunRecord, { jobId, epoch, instance }: LostAttempt): Claim {
  const chain = chainsOf(jobs).get(jobId) ?? [];
  const first = chain.find((link) => link.sequence === epoch);
  const next = chain.find((link) => link.supersedes === epoch);
  const end = chain.findLast(({ phase }) => isTerminal(phase));
  const text = `${jobId}: attempt ${first?.attempt ?? '?'} died with ${instance} (epoch ${epoch}), attempt ${next?.attempt ?? '?'} ended it (epoch ${next?.sequence ?? '?'})`;
  return claim(text, [
    ...(first?.phase === 'started' ? [] : [`no attempt started at ${epoch}`]),
    ...(next === undefined ? ['nobody took it over: the attempt had ended before'] : []),
    ...(next?.instance === instance ? ['the dead daemon took it over'] : []),
    ...(next !== undefined && next.sequence <= epoch ? ['the later epoch is not higher'] : []),
    ...(next !== undefined && end?.epoch !== next.sequence ? [`its end belongs to epoch ${end?.epoch ?? '?'}`] : []),
  ]);
}
