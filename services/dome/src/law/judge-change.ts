// Whether a change of the law may be made, and what it consists of. Pure: the same law, request and author give the same
// answer, and every part is judged before anything is stored.
import { DomeError } from '@dome/contracts';
import type { Identity, LawApplied, LawRef, LawWithdrawn } from '@dome/contracts';
import { ACCESS, documentId } from '@dome/planning';
import type { NewLaw } from '@dome/planning';

import { hasKeeper, raisedFor } from './access.ts';
import { applyLawEvent, inForce, isWithdrawn } from './law-state.ts';
import type { LawState, LawVersion } from './law-state.ts';

/** An event not yet in the law, without id and time. */
export type LawDraft =
  | { readonly type: 'dev.dome.law.applied.v1'; readonly data: LawApplied }
  | { readonly type: 'dev.dome.law.withdrawn.v1'; readonly data: LawWithdrawn };

export interface LawWish {
  readonly documents: readonly NewLaw[];
  readonly withdraw: readonly LawRef[];
  readonly reason?: string | undefined;
}

/** One part of a wish as it was judged. */
export interface JudgedChange extends LawRef {
  readonly digest: string;
  readonly source?: string;
  /** Undefined: it is so already. */
  readonly draft: LawDraft | undefined;
  /** The versions that the name alone means before and after it. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * @throws DomeError FORBIDDEN, VERSION_REUSED, ROLES_RAISED, NOT_FOUND, INVALID_TRANSITION (nobody could change the law
 * any more)
 */
export function judgeChange(law: LawState, wish: LawWish, by: Identity): JudgedChange[] {
  law.access.requirePermission('law', by);
  return changesOf(law, wish, { by, isOperator: false });
}

export interface Author {
  readonly by: Identity;
  /** The first law of an installation is brought by whoever operates it. */
  readonly isOperator: boolean;
}

/** Without the question whether the author may change the law. @throws DomeError as `judgeChange`, but for FORBIDDEN */
export function changesOf(law: LawState, wish: LawWish, author: Author): JudgedChange[] {
  const { documents, withdraw, reason } = wish;
  const { by } = author;
  let state = law;
  const judged: JudgedChange[] = [];
  const take = (of: LawRef, draft: LawDraft | undefined, rest: { digest: string; source?: string }): void => {
    const before = inForce(state, of)?.version;
    if (draft !== undefined) state = afterDraft(state, draft);
    requireAccess(law, state, author);
    const after = inForce(state, of)?.version;
    const { kind, name, version } = of;
    judged.push({ kind, name, version, ...rest, draft, before, after });
  };
  for (const { document, source, ...of } of documents) {
    const isNew = requireSame(state, of);
    const { kind, name, version, digest } = of;
    const data = {
      kind,
      name,
      version,
      digest,
      document: { ...document },
      by,
      ...(reason === undefined ? {} : { reason }),
    };
    take(of, isNew ? { type: 'dev.dome.law.applied.v1', data } : undefined, { digest, source });
  }
  for (const of of withdraw) {
    const { kind, name, version } = of;
    const found = requireVersion(state, of);
    const { digest } = found;
    const data = { kind, name, version, digest, by, ...(reason === undefined ? {} : { reason }) };
    take(of, isWithdrawn(found) ? undefined : { type: 'dev.dome.law.withdrawn.v1', data }, { digest });
  }
  return judged;
}

/** The law as it would be; the envelope says nothing that the fold reads. */
function afterDraft(state: LawState, { type, data }: LawDraft): LawState {
  const id = documentId(data);
  const envelope = {
    specversion: '1.0',
    id,
    source: '/dome/judge',
    subject: id,
    time: '',
    dataschema: '',
    correlationid: id,
  } as const;
  const event = type === 'dev.dome.law.applied.v1' ? { ...envelope, type, data } : { ...envelope, type, data };
  return applyLawEvent(state, { sequence: state.sequence + 1, timeMs: 0, event });
}

/** Whether the version is not in the law, or was withdrawn. */
function requireSame(law: LawState, of: LawRef & { readonly digest: string }): boolean {
  const there = law.versions.get(documentId(of))?.get(of.version);
  if (there === undefined) return true;
  if (there.digest === of.digest) return isWithdrawn(there);
  throw new DomeError('VERSION_REUSED', {
    detail: `the ${of.kind} ${of.name}@${of.version} was applied as ${there.digest}, and this is ${of.digest}`,
  });
}

function requireVersion(law: LawState, of: LawRef): LawVersion {
  const found = law.versions.get(documentId(of))?.get(of.version);
  if (found !== undefined) return found;
  throw new DomeError('NOT_FOUND', { detail: `the law has no ${of.kind} ${of.name}@${of.version}` });
}

/** Nobody raises their own roles, not even between two parts of a change, and the law stays in somebody's hands. */
function requireAccess(before: LawState, after: LawState, { by, isOperator }: Author): void {
  if (before.access.digest === after.access.digest) return;
  const raised = isOperator ? [] : raisedFor(by, before.access, after.access);
  if (raised.length > 0) {
    throw new DomeError('ROLES_RAISED', { detail: `the change would give its author ${by.user} ${raised.join(', ')}` });
  }
  const access = inForce(after, ACCESS);
  if (access !== undefined && hasKeeper(access.document)) return;
  const why = access === undefined ? 'no access document would be in force' : 'nobody would have the permission law';
  throw new DomeError('INVALID_TRANSITION', {
    detail: `after the change nobody could change the law: ${why}`,
    hint: 'Name the roles that may change the law in permissions.law, and give one of them to somebody.',
  });
}
