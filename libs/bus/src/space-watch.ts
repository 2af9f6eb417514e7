// Watches how much space is left: every few seconds by the streams' figures, and at once when a publisher reports trouble.
// It adds nothing to the path of a message. Each crossing is logged once, and once more when there is space again.

import { DomeError, LIMITS, TOPOLOGY } from '@dome/contracts';
import type { StoreSpace } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import type { TopologyAccount } from './provision/declared-topology.ts';
import { apiRequest } from './js-request.ts';
import type { BusLogger } from './logger.ts';
import type { StoreTrouble } from './publisher-options.ts';
import { judgeSpace, rankOf } from './space.ts';
import type { StoreReading } from './space.ts';
import { matchesFilter } from './subject-filter.ts';
import { api, kv, objectStore, OWN_API } from './wire.ts';

export interface SpaceWatchOptions {
  /** Its streams are read; for the others only the failures of our own writes are known. */
  readonly account: TopologyAccount;
  readonly logger: BusLogger;
  readonly everyMs?: number;
  /** Some stream filled up, or has space again. */
  readonly onChange?: () => void;
}

export interface SpaceWatch extends Disposable {
  /** For a publisher's `onTrouble`. */
  readonly note: (trouble: StoreTrouble) => void;
  /** All that were read, and others with trouble. */
  current(): readonly StoreSpace[];
  /** OUT_OF_SPACE while one of these, named as people name them, takes nothing or hardly anything. */
  shortage(names: readonly string[]): DomeError | undefined;
}

interface Store {
  readonly name: string;
  readonly stream: string;
  readonly subjects: readonly string[];
  readonly isOwn: boolean;
  reading: StoreReading | undefined;
  refused: { readonly reason: string; readonly atMs: number; readonly lastSequence: number } | undefined;
  silences: { readonly count: number; readonly atMs: number; readonly lastSequence: number };
  space: StoreSpace;
}

/** A refused write is retried sooner than this: without another refusal there is space. */
const REFUSED_MS = 10_000;
/** Nothing is written while nothing answers: after this long a write is tried again. */
const SILENT_MS = 60_000;
const SILENCE_MS = 1_000;
const READ_TIMEOUT_MS = 3_000;
const NO_SILENCE = { count: 0, atMs: -Infinity, lastSequence: 0 };

const isOld = (atMs: number, ms: number): boolean => performance.now() - atMs > ms;

export function createSpaceWatch(nc: NatsConnection, options: SpaceWatchOptions): SpaceWatch {
  return new StreamWatch(nc, options);
}

class StreamWatch implements SpaceWatch {
  readonly #nc: NatsConnection;
  readonly #options: SpaceWatchOptions;
  readonly #stores: readonly Store[];
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(nc: NatsConnection, options: SpaceWatchOptions) {
    this.#nc = nc;
    this.#options = options;
    this.#stores = declaredStores(options.account);
    void this.#look();
  }

  readonly note = (trouble: StoreTrouble): void => {
    const store = this.#stores.find((one) =>
      trouble.kind === 'refused'
        ? one.stream === trouble.stream
        : one.subjects.some((filter) => matchesFilter(filter, trouble.subject)),
    );
    if (store === undefined) return;
    const lastSequence = store.reading?.lastSequence ?? 0;
    if (trouble.kind === 'refused') store.refused = { reason: trouble.reason, atMs: performance.now(), lastSequence };
    else if (trouble.kind === 'answered') store.silences = NO_SILENCE;
    // Many writes may go unanswered at once, as after a pause of this process: that counts as one.
    else if (isOld(store.silences.atMs, SILENCE_MS)) {
      store.silences = { count: store.silences.count + 1, atMs: performance.now(), lastSequence };
    }
    this.#judge(store);
  };

  current(): readonly StoreSpace[] {
    return this.#stores.filter(({ isOwn, space }) => isOwn || space.state !== 'ok').map(({ space }) => space);
  }

  shortage(names: readonly string[]): DomeError | undefined {
    const short = this.#stores.find(({ name, space }) => names.includes(name) && isShort(space));
    if (short === undefined) return undefined;
    return new DomeError('OUT_OF_SPACE', { detail: short.space.detail ?? `${short.name} has no space left.` });
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    await Promise.all(this.#stores.map((store) => this.#read(store)));
    if (this.#isOver) return;
    this.#timer = setTimeout(() => void this.#look(), this.#options.everyMs ?? LIMITS.spaceWatchMs);
    this.#timer.unref();
  }

  async #read(store: Store): Promise<void> {
    try {
      if (store.isOwn) {
        const subject = api.streamInfo(OWN_API, store.stream);
        store.reading = readingOf(await apiRequest(this.#nc, { subject, timeoutMs: READ_TIMEOUT_MS }));
      }
    } catch (err) {
      // A broker that is away is reported elsewhere; the earlier figures stay.
      this.#options.logger.debug({ err, stream: store.stream }, 'the room of a stream cannot be read now');
    }
    if (!this.#isOver) this.#settle(store);
  }

  /** Something stored since, or time without another refusal, ends a trouble. */
  #settle(store: Store): void {
    const { reading, refused, silences } = store;
    const last = reading?.lastSequence ?? 0;
    if (refused !== undefined && (isOld(refused.atMs, REFUSED_MS) || last > refused.lastSequence)) {
      store.refused = undefined;
    }
    if (isOld(silences.atMs, SILENT_MS) || last > silences.lastSequence) store.silences = NO_SILENCE;
    this.#judge(store);
  }

  #judge(store: Store): void {
    const before = store.space;
    const troubles = { refused: store.refused?.reason, silences: store.silences.count };
    store.space = judgeSpace({ name: store.name, reading: store.reading, troubles, before: before.state });
    const { state } = store.space;
    if (state === before.state) return;
    this.#tell(store.space, before);
    if (isShort(store.space) !== isShort(before)) this.#options.onChange?.();
  }

  #tell(space: StoreSpace, before: StoreSpace): void {
    const { logger } = this.#options;
    const { name: stream, ...fields } = space;
    if (space.state === 'ok') logger.info({ stream, ...fields }, 'a stream has room again');
    else if (rankOf(space) > rankOf(before)) logger.error({ stream, ...fields }, 'a stream has little room');
  }
}

const isShort = ({ state }: StoreSpace): boolean => state === 'full' || state === 'silent';

function declaredStores(account: TopologyAccount): Store[] {
  const of = (name: string, stream: string, entry: { account: string; subjects: readonly string[] }): Store => ({
    name,
    stream,
    subjects: entry.subjects,
    isOwn: entry.account === account,
    reading: undefined,
    refused: undefined,
    silences: NO_SILENCE,
    space: { name, state: 'ok' },
  });
  return [
    ...Object.entries(TOPOLOGY.streams).map(([name, entry]) => of(name, name, entry)),
    ...Object.entries(TOPOLOGY.buckets).map(([name, entry]) =>
      of(name, kv.stream(name), { ...entry, subjects: [kv.subjects(name)] }),
    ),
    ...Object.entries(TOPOLOGY.objectStores).map(([name, entry]) =>
      of(name, objectStore.stream(name), { ...entry, subjects: [objectStore.chunks(name), objectStore.metas(name)] }),
    ),
  ];
}

function readingOf(info: Record<string, unknown>): StoreReading {
  const state = recordIn(info, 'state');
  const config = recordIn(info, 'config');
  const count = (value: unknown): number => (typeof value === 'number' ? value : 0);
  const bound = (value: unknown): number | undefined => (count(value) > 0 ? count(value) : undefined);
  const messages = count(state['messages']);
  const keptMs = Date.parse(String(info['ts'])) - Date.parse(String(state['first_ts']));
  return {
    bytes: count(state['bytes']),
    bytesMax: bound(config['max_bytes']),
    messages,
    messagesMax: bound(config['max_msgs']),
    discards: config['discard'] === 'new' ? 'new' : 'old',
    keptMs: messages === 0 || Number.isNaN(keptMs) ? 0 : keptMs,
    lastSequence: count(state['last_seq']),
  };
}

function recordIn(info: Record<string, unknown>, member: string): Record<string, unknown> {
  const value = info[member];
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
