// A copy of a bucket, for lists that are read again and again: each reading fetches only what was stored since the one
// before. The leader answers each request, and the bucket keeps one message a key. The law, with `settled` a sequence of
// the stream:
//
// 1. For every key whose last message is at or before `settled`, the copy has that message. It may have later ones.
// 2. A walk from there to the last sequence L that the leader named meets each message that stays during the walk.
//    One that was overwritten meanwhile left a later one of its key, after L: so law 1 holds for L, in whatever order the
//    walk reads.
// 3. Each entry is what stood there when the leader named L, or later, if nothing is left to walk, or if the walk to L met
//    a message at every sequence: then none was overwritten before it was met. Otherwise the walk goes on to the next L.
// 4. A key that expired, was purged or deleted without a marker is not among the names that came with L, and leaves the
//    copy.
// 5. In the life of a bucket sequences only grow. If the last one is before `settled`, or the bucket was made at another
//    time, it is another bucket, and nothing is known of it.
// 6. Where keys are overwritten faster than a few walks can meet them, each is read by itself, which fulfils 3 as well.

import { cursorAt } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import { forEachAtOnce } from './at-once.ts';
import { readLast, readNext } from './leader-reads.ts';
import { entryOf, isTombstone } from './ledger.ts';
import type { BucketEntry } from './ledger.ts';
import type { StoredMessage } from './stored-message.ts';
import { readSubjects } from './stream-subjects.ts';
import type { StreamSubjects } from './stream-subjects.ts';
import { kv } from './wire.ts';

export interface BucketCopyOptions<Value> {
  readonly bucket: string;
  /** What the copy keeps of a revision, instead of its bytes: called once for each revision read. Undefined: not listed. */
  readonly open: (entry: BucketEntry) => Value | undefined;
}

export interface BucketCopy<Value> {
  /**
   * What was made of each entry, in the order of the keys, as it stood when the reading began, or later. One reading at a
   * time.
   * @throws UNAVAILABLE, TIMEOUT, FORBIDDEN, TOPOLOGY_MISSING
   */
  read(): Promise<readonly Value[]>;
  /** The leader's time when the last reading ended its walks; undefined before that, and if the leader does not say it. */
  readonly serverTimeMs: number | undefined;
}

export function createBucketCopy<Value>(nc: NatsConnection, options: BucketCopyOptions<Value>): BucketCopy<Value> {
  return new WalkedCopy(nc, options);
}

/**
 * A first reading over a slow link takes as many round trips as there are entries, divided by this, and a few more to fan
 * out.
 */
const READS_AT_ONCE = 64;
/** A list will be asked for again, so an answer lost with a leader is not waited for. */
const TIMEOUT_MS = 2_000;
/**
 * The first walk meets what changed, the second what changed meanwhile; a reading that needs a fourth would need a fifth.
 */
const WALKS_MAX = 3;

interface Held<Value> {
  readonly revision: number;
  /** Undefined for a key that is not listed, or a marker for one that is gone, so that no older answer brings it back. */
  readonly value: Value | undefined;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

class WalkedCopy<Value> implements BucketCopy<Value> {
  readonly #nc: NatsConnection;
  readonly #options: BucketCopyOptions<Value>;
  readonly #at: { readonly stream: string; readonly filter: string; readonly timeoutMs: number };
  /** By subject. */
  #held = new Map<string, Held<Value>>();
  #created = '';
  #settled = 0;
  #listed: readonly Value[] | undefined;
  #serverTimeMs: number | undefined;

  constructor(nc: NatsConnection, options: BucketCopyOptions<Value>) {
    const { bucket } = options;
    this.#nc = nc;
    this.#options = options;
    this.#at = { stream: kv.stream(bucket), filter: kv.subjects(bucket), timeoutMs: TIMEOUT_MS };
  }

  get serverTimeMs(): number | undefined {
    return this.#serverTimeMs;
  }

  async read(): Promise<readonly Value[]> {
    try {
      const named = await this.#settle();
      this.#serverTimeMs = named.serverTimeMs;
      await this.#leaveOut(named);
      return this.#list();
    } catch (error) {
      // A request may still be answered; the answer then goes into a map that nobody reads.
      this.#held = new Map(this.#held);
      throw error;
    }
  }

  /** The names that came with the L of law 3. */
  async #settle(): Promise<StreamSubjects> {
    for (let walks = 0; ; walks += 1) {
      const named = await readSubjects(this.#nc, this.#at);
      const { created, lastSequence } = named;
      if (created !== this.#created || lastSequence < this.#settled) this.#forget(created);
      if (lastSequence === this.#settled) return named;
      if (walks === WALKS_MAX) {
        await this.#readEach(named.subjects);
        return named;
      }
      const stored = lastSequence - this.#settled;
      const met = await this.#walk({ from: this.#settled + 1, to: lastSequence });
      this.#settled = lastSequence;
      if (met === stored) return named;
    }
  }

  #forget(created: string): void {
    this.#held = new Map();
    this.#created = created;
    this.#settled = 0;
    this.#listed = undefined;
  }

  /**
   * How many messages it met. Each answer halves the range behind it: many ranges are read at once, and empty sequences
   * cost hardly any request.
   */
  async #walk(whole: Range): Promise<number> {
    const held = this.#held;
    let met = 0;
    for (let ranges = [whole]; ranges.length > 0;) {
      const left: Range[] = [];
      await forEachAtOnce(ranges, READS_AT_ONCE, async ({ from, to }) => {
        const next = await readNext(this.#nc, { ...this.#at, from: cursorAt(from) });
        if (next === undefined) return;
        this.#take(held, next);
        if (next.sequence <= to) met += 1;
        left.push(...halves({ from: next.sequence + 1, to }));
      });
      ranges = left;
    }
    return met;
  }

  async #readEach(subjects: readonly string[]): Promise<void> {
    const held = this.#held;
    await forEachAtOnce(subjects, READS_AT_ONCE, async (subject) => {
      const last = await readLast(this.#nc, { ...this.#at, filter: subject });
      if (last !== undefined) return this.#take(held, last);
      held.delete(subject);
      this.#listed = undefined;
    });
  }

  #take(held: Map<string, Held<Value>>, message: StoredMessage): void {
    const { subject, sequence: revision } = message;
    if ((held.get(subject)?.revision ?? 0) >= revision) return;
    const { bucket, open } = this.#options;
    held.set(subject, { revision, value: isTombstone(message) ? undefined : open(entryOf(bucket, message)) });
    this.#listed = undefined;
  }

  async #leaveOut({ subjects, isOneAnswer }: StreamSubjects): Promise<void> {
    const named = new Set(subjects);
    const unnamed = [...this.#held.keys()].filter((subject) => !named.has(subject));
    // A name may be missed between two answers, and a key left out by mistake would never be read again.
    if (!isOneAnswer) return await this.#readEach(unnamed);
    if (unnamed.length > 0) this.#listed = undefined;
    for (const subject of unnamed) this.#held.delete(subject);
  }

  #list(): readonly Value[] {
    this.#listed ??= [...this.#held]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, { value }]) => (value === undefined ? [] : [value]));
    return this.#listed;
  }
}

function halves({ from, to }: Range): Range[] {
  const middle = Math.floor((from + to) / 2);
  return [
    { from, to: middle },
    { from: middle + 1, to },
  ].filter((half) => half.from <= half.to);
}
