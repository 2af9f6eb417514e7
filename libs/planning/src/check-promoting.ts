// Where a skill that promotes may stand: in the promotion step, or alone where it is only tried. Pure.
import { PROMOTION_MEMBER } from '@dome/contracts';
import type { Descriptor } from '@dome/contracts';
import type { TaskNode } from '@dome/runs';

import type { Fault } from './source.ts';

type Skill = Pick<Descriptor, 'sideEffects' | 'inputSchema'>;

export function promotionFault({ skill, purpose, pointer }: TaskNode, descriptor: Skill): Fault | undefined {
  const at = `${pointer}/uses`;
  const promotes = descriptor.sideEffects.includes(PROMOTION_MEMBER);
  if (promotes && purpose !== 'promote')
    return {
      pointer: at,
      message: `${skill} promotes: it is allowed in the promotion step only`,
      hint: `Try it without promoting anything: \`dome skill run ${skill} --rehearse\`.`,
    };
  if (!promotes && purpose === 'promote')
    return {
      pointer: at,
      message: `${skill} does not promote: its manifest does not name promotion among its side effects`,
    };
  return promotes ? blindFault(at, skill, descriptor) : undefined;
}

export function rehearsalFault({ skill, input, pointer }: TaskNode, descriptor: Skill): Fault | undefined {
  const at = `${pointer}/uses`;
  if (!descriptor.sideEffects.includes(PROMOTION_MEMBER))
    return {
      pointer: at,
      message: `${skill} does not promote: it needs no rehearsal`,
      hint: 'Run it without --rehearse.',
    };
  if (Object.hasOwn(input, PROMOTION_MEMBER))
    return { pointer: `${pointer}/input/promotion`, message: 'is set by the control plane, and not by the plan' };
  return blindFault(at, skill, descriptor);
}

/** What is promoted, and where, comes with the decision: a skill that does not read it might promote anything. */
function blindFault(pointer: string, skill: string, { inputSchema: { required } }: Skill): Fault | undefined {
  if (Array.isArray(required) && required.includes(PROMOTION_MEMBER)) return undefined;
  const message = `${skill} promotes, and its input schema does not require promotion, which says what and where`;
  return { pointer, message };
}
