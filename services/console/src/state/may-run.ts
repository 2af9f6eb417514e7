// Whether the person at this page may run a skill, and if not, why. The planes decide; the page says so before they have to.
import { isPermitted, rolesWith, toDomeError } from '@dome/contracts/portable';
import type { Access, Descriptor } from '@dome/contracts/portable';

import type { Session } from '../nats/connection.ts';
import { OBSERVER } from '../nats/credentials.ts';
import { sessionSignal } from './session-signal.ts';

/** Undefined: not read yet, or there is none, and then nobody is restricted. */
export const access = sessionSignal<Access | undefined>(undefined);

export async function readAccess({ ask }: Session): Promise<void> {
  try {
    const { document } = await ask('controlLawGet', { kind: 'access', name: 'access' });
    access.value = document as unknown as Access;
  } catch (error) {
    // Without it the plane's own answer has to do.
    if (toDomeError(error).code === 'NOT_FOUND') access.value = undefined;
  }
}

/** Undefined: she may submit runs, as far as the page knows. */
export function whyNotSubmit(user: string, rights: Access | undefined): string | undefined {
  if (user === OBSERVER) return 'An observer changes nothing: sign in as a person.';
  if (rights === undefined || isPermitted(rights, 'submit', user)) return undefined;
  const roles = rolesWith(rights, 'submit') ?? [];
  return `${user} may not submit runs: the law gives that to ${roles.length === 0 ? 'nobody' : roles.join(', ')}.`;
}

export interface SkillToRun {
  readonly descriptor: Pick<Descriptor, 'name' | 'needs' | 'sideEffects'>;
  readonly isDrained: boolean;
}

/** Undefined: the skill can run alone, from a page. */
export function whyNotAlone({ descriptor: { name, needs, sideEffects }, isDrained }: SkillToRun): string | undefined {
  if (isDrained) return 'This version is drained: only runs that are open already use it.';
  if (sideEffects.includes('promotion')) return 'It promotes, and runs in the promotion step of a plan alone.';
  if (needs.workspace !== 'none')
    return `It works on a folder, which a page cannot send: dome skill run ${name} --workspace .`;
  return undefined;
}
