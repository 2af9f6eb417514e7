// One person's share of a limited resource: a number at once, and the bytes in them. Beyond their share that person
// alone is refused, and the total of all is more than any one share.
import { DomeError } from '@dome/contracts';

export interface ShareLimits {
  readonly openMax: number;
  readonly openEachMax: number;
  readonly bytesMax: number;
  readonly bytesEachMax: number;
}

export interface Shares {
  /** Takes one more, with this many bytes announced. @throws DomeError QUEUE_FULL */
  open(person: string, bytes: number): void;
  /** Takes this many bytes beyond those announced. @throws DomeError QUEUE_FULL */
  grow(person: string, bytes: number): void;
  close(person: string, bytes: number): void;
}

interface Share {
  open: number;
  bytes: number;
}

/** @param things the name of the resource, in the plural */
export function createShares(things: string, limits: ShareLimits): Shares {
  const shares = new Map<string, Share>();
  const all: Share = { open: 0, bytes: 0 };
  const full = (whose: string, have: string): DomeError =>
    new DomeError('QUEUE_FULL', { detail: `${whose} ${have} here.`, hint: `Finish open ${things} first.` });

  const requireRoom = (person: string, more: Share): void => {
    const own = shares.get(person) ?? { open: 0, bytes: 0 };
    for (const [whose, share, openMax, bytesMax] of [
      [`${person} has`, own, limits.openEachMax, limits.bytesEachMax],
      ['All together have', all, limits.openMax, limits.bytesMax],
    ] as const) {
      if (share.open + more.open > openMax) throw full(whose, `${openMax} ${things}`);
      if (share.bytes + more.bytes > bytesMax) throw full(whose, `${bytesMax} bytes in ${things}`);
    }
  };
  const change = (person: string, by: Share): void => {
    const own = shares.get(person) ?? { open: 0, bytes: 0 };
    for (const share of [own, all]) {
      share.open += by.open;
      share.bytes += by.bytes;
    }
    if (own.open > 0) shares.set(person, own);
    else shares.delete(person);
  };
  const take = (person: string, more: Share): void => {
    requireRoom(person, more);
    change(person, more);
  };
  return {
    open: (person, bytes) => take(person, { open: 1, bytes }),
    grow: (person, bytes) => take(person, { open: 0, bytes }),
    close: (person, bytes) => change(person, { open: -1, bytes: -bytes }),
  };
}
