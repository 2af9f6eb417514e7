// Who must keep out of a promotion because its rules are theirs. Pure over the law.
import type { Identity } from '@dome/contracts';
import { documentId } from '@dome/planning';

import type { LawState } from './law-state.ts';

/** Whether this person applied this version of the policy, also before it was withdrawn and applied again. */
export function hasApplied(
  law: LawState,
  { user, account }: Pick<Identity, 'user' | 'account'>,
  { name, version }: { readonly name: string; readonly version: string },
): boolean {
  const records = law.versions.get(documentId({ kind: 'policy', name }))?.get(version)?.records ?? [];
  return records.some(({ phase, by }) => phase === 'applied' && by.user === user && by.account === account);
}
