// What the fleet says it can run. A descriptor never changes under its digest, so it is fetched once; its digest is
// recomputed here, because nobody is trusted to say what a digest stands for. Who announces a skill does change, so
// that answer is cached only briefly: long enough that a wide fan-out asks once, short enough to keep L6 (dome
// dispatches only what discovery says exists).

import { BoundedMap, DomeError, structureDigest } from '@dome/contracts';
import type { Announcement, CapabilityGetReply, CapabilityGetRequest, Descriptor } from '@dome/contracts';
import type { CapabilityListReply, CapabilityListRequest } from '@dome/contracts';
import { LIMITS } from '@dome/contracts';

import { allPages } from './all-pages.ts';
import type { Asker } from './ask.ts';

/** A cache: a descriptor never changes, and discovery is asked again after two seconds. */
const DESCRIPTORS_MAX = 512;
const FRESH_MS = 2_000;

export interface Capabilities {
  /** One page of announcements. */
  list(request?: CapabilityListRequest): Promise<CapabilityListReply>;
  /** Every announcement that matches, page after page. */
  listAll(request?: Omit<CapabilityListRequest, 'after'>): Promise<Announcement[]>;
  /**
   * By name and version range, or by descriptor digest; the digest of the result is checked.
   * @throws DomeError CAPABILITY_MISSING, NOT_FOUND, DIGEST_MISMATCH
   */
  get(request: CapabilityGetRequest): Promise<CapabilityGetReply>;
  /** The descriptor of that digest, from memory if it is known. */
  descriptor(digest: string): Promise<Descriptor>;
  /** Who announces the skill in the pool; cached briefly, unless `again` is set. */
  announced(of: { name: string; pool: string; again?: boolean }): Promise<readonly Announcement[]>;
}

/** A list of announcements is cached for `freshMs`. */
export function createCapabilities(asker: Asker, options: { readonly freshMs?: number } = {}): Capabilities {
  return new CheckedCapabilities(asker, options.freshMs ?? FRESH_MS);
}

interface Heard {
  readonly atMs: number;
  readonly announcements: Promise<readonly Announcement[]>;
}

class CheckedCapabilities implements Capabilities {
  readonly #asker: Asker;
  readonly #freshMs: number;
  readonly #descriptors = new BoundedMap<string, Promise<Descriptor>>(DESCRIPTORS_MAX);
  readonly #heard = new BoundedMap<string, Heard>(DESCRIPTORS_MAX);

  constructor(asker: Asker, freshMs: number) {
    this.#asker = asker;
    this.#freshMs = freshMs;
  }

  list(request: CapabilityListRequest = {}): Promise<CapabilityListReply> {
    return this.#asker.ask('runtimeCapabilityList', request);
  }

  async listAll(request: Omit<CapabilityListRequest, 'after'> = {}): Promise<Announcement[]> {
    return await allPages(
      (after) => this.list({ limit: LIMITS.listMax, ...request, ...after }),
      ({ capabilities }) => capabilities,
    );
  }

  async get(request: CapabilityGetRequest): Promise<CapabilityGetReply> {
    const reply = await this.#asker.ask('runtimeCapabilityGet', request);
    assertDigest(reply, request.digest);
    this.#descriptors.set(reply.descriptorDigest, Promise.resolve(reply.descriptor));
    return reply;
  }

  descriptor(digest: string): Promise<Descriptor> {
    const known = this.#descriptors.get(digest);
    if (known !== undefined) return known;
    const asked = this.get({ digest }).then((reply) => reply.descriptor);
    this.#descriptors.set(digest, asked);
    asked.catch(() => this.#descriptors.delete(digest));
    return asked;
  }

  announced(of: { name: string; pool: string; again?: boolean }): Promise<readonly Announcement[]> {
    const key = `${of.pool}.${of.name}`;
    const known = of.again === true ? undefined : this.#heard.get(key);
    const now = performance.now();
    if (known !== undefined && now - known.atMs < this.#freshMs) return known.announcements;
    const announcements = this.listAll({ name: of.name, pool: of.pool });
    this.#heard.set(key, { atMs: now, announcements });
    announcements.catch(() => this.#heard.delete(key));
    return announcements;
  }
}

function assertDigest(reply: CapabilityGetReply, asked: string | undefined): void {
  const real = structureDigest(reply.descriptor);
  if (real === reply.descriptorDigest && (asked === undefined || asked === real)) return;
  const { name, version } = reply.descriptor;
  const detail = `The descriptor of ${name}@${version} has the digest ${real}, not ${asked ?? reply.descriptorDigest}.`;
  throw new DomeError('DIGEST_MISMATCH', { detail, skill: name });
}
