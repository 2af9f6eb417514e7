// Which versions of skills new runs may choose, and which the open ones need.
import { LIMITS } from '@dome/contracts';
import type { DrainSetReply, DrainSetRequest, NeededSkill, SkillDrainReply, SkillDrainRequest } from '@dome/contracts';
import type { SkillNeededRequest } from '@dome/contracts';

import type { Asker } from './ask.ts';

export interface VersionRequests {
  /** Safe to repeat. @throws DomeError CAPABILITY_MISSING, FORBIDDEN */
  drain(request: SkillDrainRequest): Promise<SkillDrainReply>;
  /** Every version that open runs need, page after page. */
  needed(request?: Omit<SkillNeededRequest, 'after'>): Promise<NeededSkill[]>;
}

/** For the control plane, which decides who may. */
export interface DrainRequests {
  set(request: DrainSetRequest): Promise<DrainSetReply>;
}

export function createVersionRequests(asker: Asker): VersionRequests {
  return {
    drain: (request) => asker.ask('controlSkillDrain', request),
    needed: async (request = {}) => {
      const found: NeededSkill[] = [];
      let after: string | undefined;
      do {
        const page = { limit: LIMITS.listMax, ...request, ...(after === undefined ? {} : { after }) };
        const { needed, next } = await asker.ask('controlSkillNeeded', page);
        found.push(...needed);
        after = next === after ? undefined : next;
      } while (after !== undefined);
      return found;
    },
  };
}

export function createDrainRequests(asker: Asker): DrainRequests {
  return { set: (request) => asker.ask('runtimeDrainSet', request) };
}
