// Which skills of the catalogue are served. A daemon never creates a durable; it binds to existing ones: a skill
// without one is neither announced nor pulled, and is checked again later. The versions of a skill share its durable, and
// each is announced for itself. A version whose secrets the daemon does not have is not announced; they may come and go. The
// descriptor is stored before the announcement, so that whoever hears of a skill can read it.
import type { LeaseAnnouncement, PullFault, Puller } from '@dome/bus';
import { createRepeats, toDomeError } from '@dome/contracts';
import type { DomeError } from '@dome/contracts';
import type { Clock, Logger } from '@dome/runtime';

import type { LoadedSkill } from '../catalogue/skill.ts';
import type { SkillSet } from '../catalogue/skill-set.ts';
import type { DescriptorStore } from '../ports.ts';

export interface BindingPorts {
  readonly skills: SkillSet;
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
  /** Skills for which the daemon lacks something, with what that is; see `labelOf`. */
  readonly lacking: ReadonlyMap<string, string>;
  /** The versions of a skill that this daemon lacks nothing for. */
  usableVersions(name: string): readonly LoadedSkill[];
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
  readonly ackWaitMs: number;
  readonly leases: Map<LoadedSkill, LeaseAnnouncement>;
  /** Undefined until the first version is announced. */
  puller: Puller | undefined;
}

/** Tuning: what keeps a skill from being served is looked at more often than it is said. */
const SAID_AGAIN_MS = 30_000;
const PROVISIONED =
  'Run `dome topology apply --skills FOLDER` as domed-provisioner; the skill is then served by itself.';
/** Tuning: how soon a store that failed is tried again. */
const LOOK_AGAIN_MS = 2_000;

export function createBindings(ports: BindingPorts): Bindings {
  return new SkillBindings(ports);
}

class SkillBindings implements Bindings {
  readonly #ports: BindingPorts;
  readonly #bound = new Map<string, Bound>();
  readonly #absent = new Set<string>();
  readonly #lacks = new Map<LoadedSkill, string>();
  /** Some skill has secrets, which may be removed while it is served. */
  readonly #mayLose: boolean;
  #timer: Disposable | undefined;
  #looking: Promise<void> = Promise.resolve();
  readonly #ending = new AbortController();
  #isPaused = false;
  readonly #isSaid: (text: string) => boolean;

  constructor(ports: BindingPorts) {
    this.#ports = ports;
    this.#isSaid = createRepeats({ nowMs: () => ports.clock.monotonicMs(), everyMs: SAID_AGAIN_MS });
    this.#mayLose = ports.skills.all.some(({ descriptor }) => descriptor.secrets !== undefined);
  }

  get #isEnding(): boolean {
    return this.#ending.signal.aborted;
  }

  get served(): readonly string[] {
    return this.#ports.skills.names.filter((name) => this.#isServed(name));
  }

  get unserved(): readonly string[] {
    return this.#ports.skills.names.filter((name) => !this.#isServed(name));
  }

  get lacking(): ReadonlyMap<string, string> {
    return new Map([...this.#lacks].map(([skill, lack]) => [this.#ports.skills.labelOf(skill), lack]));
  }

  usableVersions(name: string): readonly LoadedSkill[] {
    return this.#ports.skills.versionsOf(name).filter((skill) => !this.#lacks.has(skill));
  }

  async start(): Promise<void> {
    // One after the other, or a skill could be bound twice.
    this.#looking = this.#looking.then(() => this.#look());
    await this.#looking;
  }

  poke(): void {
    for (const { puller } of this.#bound.values()) puller?.poke();
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

  #isServed(name: string): boolean {
    return this.#bound.get(name)?.puller !== undefined;
  }

  get #isComplete(): boolean {
    return this.#ports.skills.all.every((skill) => this.#bound.get(skill.descriptor.name)?.leases.has(skill));
  }

  async #look(): Promise<void> {
    // In parallel: each makes three requests, and a broker may be far away.
    await Promise.all(
      this.#ports.skills.names.map(async (name) => {
        if (this.#isEnding || this.#isPaused) return;
        try {
          await this.#lookAt(name);
        } catch (err) {
          this.#tellFault(name, toDomeError(err));
        }
      }),
    );
    if ((!this.#isComplete || this.#mayLose) && !this.#isPaused) this.#lookLater();
  }

  #tellFault(skill: string, err: DomeError): void {
    const { logger } = this.#ports;
    if (!this.#isEnding && this.#isSaid(`${skill} ${err.message}`))
      logger.warn({ err, hint: err.hint, skill }, 'skill cannot be served yet');
  }

  #lookLater(): void {
    if (this.#isEnding) return;
    this.#timer ??= this.#ports.clock.after(LOOK_AGAIN_MS, () => {
      this.#timer = undefined;
      void this.start();
    });
  }

  async #lookAt(name: string): Promise<void> {
    const versions = this.#ports.skills.versionsOf(name);
    await Promise.all(versions.map((skill) => this.#noteLack(skill)));
    const usable = this.usableVersions(name);
    if (usable.length === 0) return this.#unbind(name);
    const bound = this.#bound.get(name) ?? (await this.#bind(name));
    if (bound === undefined) return;
    const lost = versions.filter((skill) => !usable.includes(skill));
    // Nothing is left behind that the next look could overlap with.
    const settled = await Promise.allSettled([
      ...lost.map((skill) => this.#withdraw(skill, bound)),
      ...usable.map((skill) => this.#announce(skill, bound)),
    ]);
    for (const one of settled) if (one.status === 'rejected') throw one.reason;
  }

  /** Logged when it changes. */
  async #noteLack(skill: LoadedSkill): Promise<void> {
    const lack = await this.#ports.lackOf(skill);
    if (lack === undefined) return void this.#lacks.delete(skill);
    const { name, version } = skill.descriptor;
    if (this.#lacks.get(skill) !== lack)
      this.#ports.logger.warn(
        { skill: name, version, lack },
        'the daemon lacks what a skill needs, it is not announced',
      );
    this.#lacks.set(skill, lack);
  }

  /** Undefined while it has no durable. */
  async #bind(name: string): Promise<Bound | undefined> {
    const ackWaitMs = await this.#ports.ackWaitOf(name);
    if (ackWaitMs === undefined) {
      if (!this.#absent.has(name))
        this.#ports.logger.warn({ skill: name, hint: PROVISIONED }, 'skill has no durable, it is not announced');
      this.#absent.add(name);
      return undefined;
    }
    this.#absent.delete(name);
    return { ackWaitMs, leases: new Map(), puller: undefined };
  }

  async #announce(skill: LoadedSkill, bound: Bound): Promise<void> {
    if (bound.leases.has(skill)) return;
    const { descriptors, announce, pull, logger } = this.#ports;
    const { descriptor, descriptorDigest } = skill;
    const { name, version } = descriptor;
    const { ackWaitMs } = bound;
    const { signal } = this.#ending;
    await descriptors.put(descriptorDigest, descriptor, signal);
    const lease = await announce(skill, signal);
    const isLetGo = bound.puller !== undefined && this.#bound.get(name) !== bound;
    if (this.#isEnding || this.#isPaused || isLetGo) return await lease.withdraw();
    bound.leases.set(skill, lease);
    this.#bound.set(name, bound);
    bound.puller ??= pull({ skill: name, ackWaitMs, onFault: (fault) => this.#onFault(name, fault) });
    bound.puller.poke();
    logger.info({ skill: name, version, descriptorDigest, ackWaitMs }, 'skill announced');
  }

  async #withdraw(skill: LoadedSkill, { leases }: Bound): Promise<void> {
    const lease = leases.get(skill);
    leases.delete(skill);
    await lease?.withdraw();
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

async function letGo({ leases, puller }: Bound): Promise<void> {
  await Promise.allSettled([...[...leases.values()].map((lease) => lease.withdraw()), puller?.drain()]);
}
