import type {
  CursorDeleteReply,
  CursorListReply,
  CursorListRequest,
  CursorMoveReply,
  CursorMoveRequest,
  CursorView,
} from '@dome/contracts';
import { DomeError } from '@dome/contracts';

import type { Asker } from './ask.ts';

/** Cursors that the server keeps for the person who asks. */
export interface Cursors {
  /** Undefined if the person has no cursor with that name. */
  get(name: string): Promise<CursorView | undefined>;
  /** @throws DomeError CURSOR_CONFLICT, CURSOR_REUSED, QUEUE_FULL */
  move(request: CursorMoveRequest): Promise<CursorMoveReply>;
  list(request?: CursorListRequest): Promise<CursorListReply>;
  delete(name: string): Promise<CursorDeleteReply>;
}

export function createCursors(asker: Asker): Cursors {
  return {
    get: async (name) => {
      try {
        return (await asker.ask('runtimeCursorGet', { name })).cursor;
      } catch (error) {
        if (error instanceof DomeError && error.code === 'NOT_FOUND') return undefined;
        throw error;
      }
    },
    move: (request) => asker.ask('runtimeCursorMove', request),
    list: (request = {}) => asker.ask('runtimeCursorList', request),
    delete: (name) => asker.ask('runtimeCursorDelete', { name }),
  };
}
