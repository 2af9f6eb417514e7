// Lists come in pages of as many entries as requested and as fit into a message; `next` names the last one shown.
import { DomeError, LIMITS } from '@dome/contracts';

import { takeWithin } from '../chain/take-within.ts';

/** What the envelope of a reply and its cursor may need besides. */
const PAGE_BYTES_MAX = LIMITS.messageBytes - 65_536;

export interface ListPage<T> {
  readonly items: T[];
  /** The cursor of the next page; undefined on the last. */
  readonly next?: string;
}

export const limitOf = (limit: number | undefined): number => Math.min(limit ?? LIMITS.listDefault, LIMITS.listMax);

/** The sequence that a page begins after. @throws DomeError INVALID_REQUEST */
export function sequenceOf(after: string | undefined): number | undefined {
  if (after === undefined) return undefined;
  const sequence = /^\d+$/.test(after) ? Number(after) : Number.NaN;
  if (Number.isSafeInteger(sequence)) return sequence;
  throw new DomeError('INVALID_REQUEST', {
    detail: 'after is not the `next` of a page of this list',
    pointer: '/after',
  });
}

/** For a list in the order of its keys: `next` is the key of the last one shown. */
export function pagedByKey<Item>(
  items: readonly Item[],
  { limit, after }: { readonly limit?: number; readonly after?: string },
  keyOf: (item: Item) => string,
): ListPage<Item> {
  const rest = items.filter((item) => after === undefined || keyOf(item) > after);
  const shown = takeWithin(rest.slice(0, limitOf(limit)), PAGE_BYTES_MAX);
  const last = shown.at(-1);
  return { items: shown, ...(last === undefined || shown.length === rest.length ? {} : { next: keyOf(last) }) };
}

export function paged<Item extends { sequence: number }, Shown>(
  items: readonly Item[],
  limit: number | undefined,
  show: (item: Item) => Shown[],
): ListPage<Shown> {
  const wanted = items.slice(0, limitOf(limit));
  const shown = takeWithin(
    wanted.map((item) => ({ sequence: item.sequence, shown: show(item) })),
    PAGE_BYTES_MAX,
  );
  const last = shown.at(-1);
  const more = last !== undefined && shown.length < items.length ? { next: String(last.sequence) } : {};
  return { items: shown.flatMap((one) => one.shown), ...more };
}
