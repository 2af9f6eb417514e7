// The first law of an installation comes from a folder, once: when there is no access document in force, so that nobody
// could bring one. Later the folder is only compared. The access document is stored last: a replica that dies halfway
// leaves a law that the next one goes on seeding.
import { DomeError } from '@dome/contracts';
import type { Identity } from '@dome/contracts';
import { ACCESS } from '@dome/planning';
import type { NewLaw } from '@dome/planning';

import { changesOf } from '../law/judge-change.ts';
import { inForce } from '../law/law-state.ts';
import type { LawState } from '../law/law-state.ts';
import type { LawStore } from '../ports.ts';
import { changeLaw } from './change-law.ts';

/** The control plane itself, for whoever started it. */
const OPERATOR: Identity = { user: 'dome', account: 'DOME', attested: true };

export const isSeeded = (law: LawState): boolean => inForce(law, ACCESS) !== undefined;

/** @returns how many documents were stored. @throws DomeError CONFIG_INVALID when they give nobody the law; FORBIDDEN by the broker */
export async function seedLaw(store: LawStore, documents: readonly NewLaw[]): Promise<number> {
  const ordered = documents.toSorted((a, b) => Number(a.kind === 'access') - Number(b.kind === 'access'));
  const wish = { documents: ordered, withdraw: [], reason: 'the first law of this installation' };
  const author = { by: OPERATOR, isOperator: true };
  try {
    if (!documents.some(({ kind }) => kind === 'access')) {
      throw new DomeError('INVALID_TRANSITION', { detail: 'none of its documents is of the kind Access' });
    }
    // Another replica may have seeded it meanwhile, and people may have changed it since.
    const { stored } = await changeLaw(store, (law) => (isSeeded(law) ? [] : changesOf(law, wish, author)));
    return stored.size;
  } catch (cause) {
    if (!(cause instanceof DomeError) || cause.disposition === 'retry' || cause.code === 'FORBIDDEN') throw cause;
    const detail = `DOME_LAW cannot be the first law: ${cause.message}`;
    throw new DomeError('CONFIG_INVALID', { detail, hint: cause.hint }, { cause });
  }
}
