// Which skills of the catalogue are served. A daemon never creates a durable; it binds to existing ones: a skill
// without one is neither announced nor pulled, and is checked again later. The same holds for a skill whose secrets the
// daemon does not have, which may come and go. The descriptor is stored before the announcement, so that whoever hears of
// a skill can read it.
import type { LeaseAnnouncement, PullFault, Puller } from '@dome/bus';
import { LIMITS } from '@dome/contracts';
import type { Announcement } from '@dome/contracts';
import type { Clock, Logger } from '@dome/runtime';

import type { LoadedSkill } from '../catalogue/skill.ts';
import type { DescriptorStore } from '../ports.ts';

export interface BindingPorts {
  readonly skills: readonly LoadedSkill[];
  readonly descriptors: DescriptorStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What this daemon lacks to serve the skill, in words; undefined if nothing. */
  readonly lackOf: (skill: LoadedSkill) => Promise<string | undefined>;
  /** The ack wait of the skill's durable, or undefined while there is none. */
  readonly ackWaitOf: (skill: string) => Promise<number | undefined>;
  /** Gives up when the signal is aborted: a daemon that is shutting down waits for no store. */
  readonly announce: (skill: LoadedSkill, signal: AbortSignal) => Promise<LeaseAnnouncement>;
  readonly pull: (of: PullSpec) => Puller;
}

export interface PullSpec {
  readonly skill: string;
  readonly ackWaitMs: number;
  readonly onFault: (fault: PullFault) => void;
}

export interface Bindings extends AsyncDisposable {
  readonly served: readonly string[];
  readonly unserved: readonly string[];
  /** Skills for which the daemon lacks something, with what that is. */
  readonly lacking: ReadonlyMap<string, string>;
  /** Resolves when every skill has been checked once. */
  start(): Promise<void>;
  /** There may be room for more. */
  poke(): void;
  /** Withdraws the announcements and stops pulling until resumed, because another daemon serves better for now. */
  pause(): void;
  /** There may be free slots, even if nothing was paused. */
  resume(): void;
  /** Withdraws the announcements and stops pulling; everything in flight has been handed out by then. */
  stop(): Promise<void>;
}

interface Bound {
  readonly lease: LeaseAnnouncement;
  readonly puller: Puller;
}

const PROVISIONED =
  'Run `dome topology apply --skills FOLDER` as domed-provisioner; the skill is then served by itself.';
/** Tuning: how soon a store that failed is tried again. */
const LOOK_AGAIN_MS = 2_000;

export function createBindings(ports: BindingPorts): Bindings {
  return new SkillBindings(ports);
}

class SkillBindings implements Bindings {
  readonly #ports: BindingPorts;
  readonly #names: readonly string[];
  readonly #bound = new Map<string, Bound>();
  readonly #absent = new Set<string>();
  readonly #lacking = new Map<string, string>();
  /** Some skill has secrets, which may be removed while it is served. */
  readonly #mayLose: boolean;
  #timer: Disposable | undefined;
  #looking: Promise<void> = Promise.resolve();
  readonly #ending = new AbortController();
  #isPaused = false;

  constructor(ports: BindingPorts) {
    this.#ports = ports;
    this.#names = ports.skills.map(({ descriptor }) => descriptor.name);
    this.#mayLose = ports.skills.some(({ descriptor }) => descriptor.secrets !== undefined);
  }

  get #isEnding(): boolean {
    return this.#ending.signal.aborted;
  }

  get served(): readonly string[] {
    return this.#names.filter((name) => this.#bound.has(name));
  }

  get unserved(): readonly string[] {
    return this.#names.filter((name) => !this.#bound.has(name));
  }

  get lacking(): ReadonlyMap<string, string> {
    return this.#lacking;
  }

  async start(): Promise<void> {
    // One after the other, or a skill could be bound twice.
    this.#looking = this.#looking.then(() => this.#look());
    await this.#looking;
  }

  poke(): void {
    for (const { puller } of this.#bound.values()) puller.poke();
  }

  pause(): void {
    this.#isPaused = true;
    const bound = [...this.#bound.values()];
    this.#bound.clear();
    const before = this.#looking;
    // A late withdrawal must not hit a new announcement.
    this.#looking = Promise.all([before, ...bound.map(letGo)]).then(() => undefined);
  }

  resume(): void {
    if (!this.#isPaused) return this.poke();
    this.#isPaused = false;
    void this.start();
  }

  async stop(): Promise<void> {
    if (this.#isEnding) return;
    this.#ending.abort();
    this.#timer?.[Symbol.dispose]();
    await this.#looking;
    const bound = [...this.#bound.values()];
    await Promise.all(bound.map(letGo));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #look(): Promise<void> {
    // In parallel: each makes three requests, and a broker may be far away.
    await Promise.all(
      this.#ports.skills.map(async (skill) => {
        const { name } = skill.descriptor;
        if (this.#isEnding || this.#isPaused) return;
        try {
          if (await this.#isLacking(skill)) return this.#unbind(name);
          if (!this.#bound.has(name)) await this.#bind(skill);
        } catch (err) {
          if (!this.#isEnding) this.#ports.logger.warn({ err, skill: name }, 'skill cannot be served yet');
        }
      }),
    );
    if ((this.unserved.length > 0 || this.#mayLose) && !this.#isPaused) this.#lookLater();
  }

  #lookLater(): void {
    if (this.#isEnding) return;
    this.#timer ??= this.#ports.clock.after(LOOK_AGAIN_MS, () => {
      this.#timer = undefined;
      void this.start();
    });
  }

  /** Logged when it changes. */
  async #isLacking(skill: LoadedSkill): Promise<boolean> {
    const { name } = skill.descriptor;
    const lack = await this.#ports.lackOf(skill);
    if (lack === undefined) {
      this.#lacking.delete(name);
      return false;
    }
    if (this.#lacking.get(name) !== lack)
      this.#ports.logger.warn({ skill: name, lack }, 'the daemon lacks what a skill needs, it is not announced');
    this.#lacking.set(name, lack);
    return true;
  }

  async #bind(skill: LoadedSkill): Promise<void> {
    const { ackWaitOf, descriptors, announce, pull, logger } = this.#ports;
    const { name, version } = skill.descriptor;
    const ackWaitMs = await ackWaitOf(name);
    if (ackWaitMs === undefined) {
      if (!this.#absent.has(name))
        logger.warn({ skill: name, hint: PROVISIONED }, 'skill has no durable, it is not announced');
      this.#absent.add(name);
      return;
    }
    this.#absent.delete(name);
    const { signal } = this.#ending;
    await descriptors.put(skill.descriptorDigest, skill.descriptor, signal);
    const lease = await announce(skill, signal);
    if (this.#isEnding || this.#isPaused) return await lease.withdraw();
    const puller = pull({ skill: name, ackWaitMs, onFault: (fault) => this.#onFault(name, fault) });
    this.#bound.set(name, { lease, puller });
    puller.poke();
    logger.info({ skill: name, version, descriptorDigest: skill.descriptorDigest, ackWaitMs }, 'skill announced');
  }

  /** The puller recovers by itself from every other error. */
  #onFault(name: string, { kind }: PullFault): void {
    if (kind === 'deleted') this.#durableGone(name);
    else if (kind === 'unanswered') void this.#unbindIfGone(name);
  }

  /**
   * If nobody answers, a leader may be about to be elected, and a fleet that stopped announcing because of that would
   * refuse work.
   */
  async #unbindIfGone(name: string): Promise<void> {
    try {
      if ((await this.#ports.ackWaitOf(name)) === undefined) this.#durableGone(name);
    } catch (err) {
      this.#ports.logger.debug({ err, skill: name }, 'nobody knows now whether a durable is there');
    }
  }

  #durableGone(name: string): void {
    if (this.#bound.has(name) && !this.#isEnding)
      this.#ports.logger.warn({ skill: name }, 'the durable of a skill is gone, it is not announced any more');
    this.#unbind(name);
  }

  #unbind(name: string): void {
    const bound = this.#bound.get(name);
    if (bound === undefined || this.#isEnding) return;
    this.#bound.delete(name);
    void letGo(bound);
    this.#lookLater();
  }
}

async function letGo({ lease, puller }: Bound): Promise<void> {
  await Promise.allSettled([lease.withdraw(), puller.drain()]);
}

/** What the fleet is told about one skill. */
export function announcementOf(
  { descriptor, descriptorDigest }: LoadedSkill,
  of: { readonly pool: string; readonly slots: number; readonly instance: string; readonly nowMs: number },
): Announcement {
  const { name, version, title, description, hints } = descriptor;
  return {
    name,
    version,
    title,
    hints,
    descriptorDigest,
    summary: firstSentence(description),
    pool: of.pool,
    slots: of.slots,
    instance: of.instance,
    labels: {},
    announcedAt: new Date(of.nowMs).toISOString(),
  };
}

export function announcementKey(
  skill: LoadedSkill,
  { pool, instance }: { readonly pool: string; readonly instance: string },
): string {
  return `${pool}.${skill.descriptor.name}.${instance}`;
}

function firstSentence(text: string): string {
  const [sentence = ''] = /^.*?[.!?](?=\s|$)/s.exec(text.trim()) ?? [text.trim()];
  return sentence.replaceAll(/\s+/g, ' ').slice(0, LIMITS.capabilitySummaryChars);
}
