// Nothing in a stream says where the newest messages of a filter begin, so it is searched backwards in windows: wider where
// they are sparse, narrower where they are dense.
import { readBatch } from '@dome/bus';
import type { StoredMessage } from '@dome/bus';
import { cursorAfter, cursorAt } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

/** Events of a typical run: with a first window of this size per wanted message, no second one is needed. */
const WINDOW_PER_WANTED = 32;
const WIDER = 4;

export interface Walk {
  readonly stream: string;
  readonly filter: string;
  readonly wanted: number;
}

/** Messages stored before the sequence: at least as many as wanted, or all there are; oldest first. */
export async function newestBefore(nc: NatsConnection, before: number, walk: Walk): Promise<StoredMessage[]> {
  const windows: StoredMessage[][] = [];
  let count = 0;
  let width = walk.wanted * WINDOW_PER_WANTED;
  for (let end = before; count < walk.wanted && end > 1;) {
    const start = Math.max(1, end - width);
    const window = await readWindow(nc, { start, end }, walk);
    // A window as wide as the wanted number cannot hold more than that.
    if (window === undefined && width > walk.wanted) {
      width = Math.max(walk.wanted, Math.ceil(width / WIDER));
      continue;
    }
    windows.push(window ?? []);
    count += window?.length ?? 0;
    end = start;
    width *= WIDER;
  }
  return windows.toReversed().flat();
}

/** Those in the window; undefined if there are many times as many as wanted. */
async function readWindow(
  nc: NatsConnection,
  { start, end }: { start: number; end: number },
  { stream, filter, wanted }: Walk,
): Promise<StoredMessage[] | undefined> {
  const messages: StoredMessage[] = [];
  for (;;) {
    const last = messages.at(-1);
    const from = last === undefined ? cursorAt(start) : cursorAfter(last.sequence);
    const batch = await readBatch(nc, { stream, filter, from, batchMax: wanted });
    messages.push(...batch.messages);
    const isWhole = batch.messages.length === 0 || batch.pendingCount === 0 || (messages.at(-1)?.sequence ?? 0) >= end;
    if (isWhole) return messages.filter(({ sequence }) => sequence < end);
    if (messages.length > wanted * WIDER) return undefined;
  }
}
