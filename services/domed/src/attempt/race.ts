// What belongs to one attempt while it lasts, and the race that it is.
import type { Clock } from '@dome/runtime';

import type { Room } from '../workspace/room.ts';
import type { SkillConsole } from '../console/console.ts';
import type { Ender, Enders } from './enders.ts';
import type { ExecutionOutcome, ExecutionRequest } from '../execution.ts';
import type { Watch } from './ground.ts';
import type { Turns } from '../outcome/turns.ts';

export interface Attempt {
  readonly request: ExecutionRequest;
  readonly room: Room;
  readonly watch: Watch;
  readonly console: SkillConsole;
  readonly enders: Enders;
  readonly clock: Clock;
  /** What is done one after the other, because each holds a whole tree in memory (L11). */
  readonly inTurn: Turns;
  readonly startedAtMs: number;
  readonly guard: ExecutionOutcome['guard'];
}

export type OrEnder<Value> = { readonly kind: 'done'; readonly value: Value } | Ender;

/** All that must finish, against each thing that may end it. */
export function orEnder<Value>(work: Promise<Value>, enders: Enders): Promise<OrEnder<Value>> {
  return Promise.race([work.then((value) => ({ kind: 'done', value }) as const), enders.first]);
}
