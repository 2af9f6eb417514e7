// Cursors that the server keeps, so that a reader can resume on any machine. They belong to the person who asks.
import { DomeError, isId, LIMITS } from '@dome/contracts';
import type {
  CursorDeleteReply,
  CursorDeleteRequest,
  CursorGetReply,
  CursorGetRequest,
  CursorListReply,
  CursorListRequest,
  CursorMoveReply,
  CursorMoveRequest,
  CursorView,
} from '@dome/contracts';

import type { CursorRef, CursorStore, NamedCursor } from '../ports.ts';
import { decideMove } from './move-cursor.ts';

export interface CursorPorts {
  readonly cursors: CursorStore;
}

/** Every lost round means that the same cursor was written in between. */
const ROUNDS_MAX = 5;

/**
 * A cursor belongs to the user whom the broker stamped.
 * @throws DomeError UNAUTHENTICATED
 */
export function ownerOf(stamp: { readonly user: string | undefined } | undefined): string {
  const user = stamp?.user ?? '';
  if (isId(user)) return user;
  const detail = 'A cursor belongs to a person, and the broker did not say who sent this request.';
  throw new DomeError('UNAUTHENTICATED', { detail });
}

/** @throws DomeError NOT_FOUND */
export async function getCursor(
  { name }: CursorGetRequest,
  person: string,
  { cursors }: CursorPorts,
): Promise<CursorGetReply> {
  const { entry, ...kept } = await cursors.read({ person, name });
  if (entry === undefined) {
    throw new DomeError('NOT_FOUND', { detail: `${person} has no cursor ${name}.`, pointer: '/name' });
  }
  return { cursor: viewOf({ name, entry, ...kept }) };
}

/** @throws DomeError CURSOR_CONFLICT, CURSOR_REUSED, QUEUE_FULL */
export async function moveCursor(
  request: CursorMoveRequest,
  person: string,
  { cursors }: CursorPorts,
): Promise<CursorMoveReply> {
  const of: CursorRef = { person, name: request.name };
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const kept = await cursors.read(of);
    const move = decideMove(request, kept);
    if (move.kind === 'refuse') throw move.error;
    if (move.kind === 'stands') return { revision: move.revision };
    if (kept.entry === undefined) await requireShare(person, cursors);
    const written = await cursors.write(of, move.entry, move.revision);
    if (written.status === 'stored') return { revision: written.sequence };
  }
  throw busy(of);
}

export async function listCursors(
  { limit = LIMITS.listDefault, after = '' }: CursorListRequest,
  person: string,
  { cursors }: CursorPorts,
): Promise<CursorListReply> {
  const rest = (await cursors.list(person)).filter(({ name }) => name > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    cursors: page.map(viewOf),
    ...(rest.length > page.length && last !== undefined ? { next: last.name } : {}),
  };
}

export async function deleteCursor(
  { name }: CursorDeleteRequest,
  person: string,
  { cursors }: CursorPorts,
): Promise<CursorDeleteReply> {
  const of = { person, name };
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const { entry, revision } = await cursors.read(of);
    if (entry === undefined) return { existed: round > 0 };
    const erased = await cursors.erase(of, revision);
    if (erased.status === 'stored') return { existed: true };
  }
  throw busy(of);
}

async function requireShare(person: string, cursors: CursorStore): Promise<void> {
  if ((await cursors.list(person)).length < LIMITS.cursorsEach) return;
  const detail = `${person} has ${LIMITS.cursorsEach} cursors.`;
  throw new DomeError('QUEUE_FULL', {
    detail,
    hint: 'Delete those that are no longer used: `dome cursor list` shows them.',
  });
}

function busy({ name }: CursorRef): DomeError {
  const detail = `The cursor ${name} was written by others ${ROUNDS_MAX} times in a row.`;
  return new DomeError('UNAVAILABLE', { detail });
}

function viewOf({ name, entry, revision, movedAtMs }: NamedCursor): CursorView {
  return { name, ...entry, revision, movedAt: new Date(movedAtMs).toISOString() };
}
