// Which messages of the streams are shown, as the address says it: `?subject=dome.evt.run.>&q=ada`. Pure.
import { matchesFilter } from '@dome/bus/portable';
import type { StoredMessage } from '@dome/bus/portable';

export type MessageFilter = (message: Pick<StoredMessage, 'subject' | 'payload'>) => boolean;

const decoder = new TextDecoder();

export function messageFilter(query: URLSearchParams): MessageFilter {
  const pattern = (query.get('subject') ?? '').trim();
  const words = (query.get('q') ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return ({ subject, payload }) => isOf(pattern, subject) && (words.length === 0 || hasAll(words, subject, payload));
}

/** A pattern of the broker means what it means there; anything else is a part of the subject. */
function isOf(pattern: string, subject: string): boolean {
  if (pattern === '') return true;
  return /[*>]/.test(pattern) ? matchesFilter(pattern, subject) : subject.includes(pattern);
}

function hasAll(words: readonly string[], subject: string, payload: Uint8Array): boolean {
  const text = `${subject} ${decoder.decode(payload)}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
