// Whether the page is connected, since when it is not, and how far it has read.
import { signal } from '@preact/signals';

export type LinkState =
  | {
      readonly state: 'signed-out';
      readonly fault?: string;
      /** What it usually means. */ readonly usually?: readonly string[];
    }
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | { readonly state: 'away'; readonly sinceMs: number; readonly cause: string };

export const link = signal<LinkState>({ state: 'signed-out' });
/** Where the broker is, as it is dialled. */
export const dialled = signal('');
/** The last sequence of RUN_EVENTS that this page has read. */
export const lastSequence = signal(0);
/** Messages that the stream discarded before this page could read them. */
export const gaps = signal<readonly { readonly from: number; readonly to: number }[]>([]);
/** The clock of what shows ages. */
export const nowMs = signal(Date.now());

const GAPS_KEPT = 20;

export function noteGap(gap: { readonly from: number; readonly to: number }): void {
  gaps.value = [...gaps.value, gap].slice(-GAPS_KEPT);
}

/** The first reason counts until it is live again: what follows it are tries that failed. */
export function noteAway(cause: string, atMs: number): void {
  if (link.value.state === 'live') link.value = { state: 'away', sinceMs: atMs, cause };
}
