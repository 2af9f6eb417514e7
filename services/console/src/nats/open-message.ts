// How this page reads a message: its planes checked it against the contract before they stored it, and the broker lets nobody
// else write there. The validators weigh more than the rest of the page, and the page decides nothing by what it reads.
import { DomeError, isJsonObject, readEvent } from '@dome/contracts/portable';
import type { AnyEvent, HeaderReader } from '@dome/contracts/portable';

const TEXTS = ['specversion', 'id', 'type', 'subject', 'time'] as const;

/** @throws DomeError INVALID_REQUEST for what is no event */
export function openMessage(payload: Uint8Array, header: HeaderReader): AnyEvent {
  const value = readEvent(payload, header);
  if (!isEventLike(value)) throw new DomeError('INVALID_REQUEST', { detail: 'The message is no event.', pointer: '' });
  return value;
}

function isEventLike(value: unknown): value is AnyEvent {
  if (!isJsonObject(value)) return false;
  return TEXTS.every((key) => typeof value[key] === 'string') && isJsonObject(value['data']);
}
