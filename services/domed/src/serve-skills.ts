// Announces each skill of the daemon and pulls its commands while a slot is free and the machine is whole.
import { announceLease, readConsumerFacts, skillDurable, startPuller } from '@dome/bus';
import type { Publisher, Puller, SpaceWatch } from '@dome/bus';
import { BUCKETS, CLOCKS, LIMITS, STREAMS } from '@dome/contracts';

import type { Bus } from './adapters/bus.ts';
import { headerReader } from './adapters/headers.ts';
import type { Catalogue } from './catalogue/load.ts';
import type { LoadedSkill } from './catalogue/skill.ts';
import type { DaemonOptions, TimedOptions } from './daemon-options.ts';
import { announcementKey, announcementOf } from './discovery/announcement.ts';
import { createBindings } from './discovery/bindings.ts';
import type { Bindings, PullSpec } from './discovery/bindings.ts';
import type { Intake } from './intake/intake.ts';
import type { Slots } from './intake/slots.ts';
import type { Machine } from './machine/machine.ts';
import type { Stores } from './stores.ts';

export interface SkillServer {
  readonly bus: Bus;
  readonly catalogue: Catalogue;
  readonly publisher: Publisher;
  readonly ports: Stores;
  readonly space: SpaceWatch;
  readonly slots: Slots;
  readonly intake: Intake;
  readonly machine: Machine;
  /** What this daemon lacks to serve the skill, in words. */
  readonly lackOf: (skill: LoadedSkill) => Promise<string | undefined>;
}

/** A job that begins writes here, and must be able to end here. */
const NEEDED_BY_JOBS = [STREAMS.JOB_EVENTS, BUCKETS.domed_idempotency];

export function createSkillBindings(options: TimedOptions, server: SkillServer): Bindings {
  const { config, identity, clock, logger } = options;
  const { bus, publisher, ports, catalogue, lackOf } = server;
  const { pool, instance } = identity;
  const stream = STREAMS.SKILL_COMMANDS;
  return createBindings({
    clock,
    logger,
    descriptors: ports.descriptors,
    skills: catalogue.skills,
    lackOf,
    ackWaitOf: async (skill) => {
      const facts = await readConsumerFacts(bus, { stream, durable: skillDurable({ pool, skill }) });
      if (facts?.serverTimeMs !== undefined) clock.follow(facts.serverTimeMs);
      return facts?.ackWaitMs;
    },
    announce: (skill, signal) =>
      announceLease({
        bucket: BUCKETS.domed_capabilities,
        key: announcementKey(skill, identity),
        value: encodeJson(announcementOf(skill, { pool, instance, slots: config.slots, nowMs: clock.now() })),
        ttlSeconds: Math.ceil(CLOCKS.capabilityLeaseMs / 1_000),
        publisher,
        logger,
        signal,
      }),
    pull: (of) => pull(options, server, of),
  });
}

function pull({ identity, clock, logger, meters }: DaemonOptions, server: SkillServer, of: PullSpec): Puller {
  const { slots, intake, bus, machine, space, catalogue } = server;
  const { skill, ackWaitMs, onFault } = of;
  const needsLocks = catalogue.skills.versionsOf(skill).some(({ descriptor }) => (descriptor.locks ?? []).length > 0);
  const needed = needsLocks ? [...NEEDED_BY_JOBS, BUCKETS.domed_locks] : NEEDED_BY_JOBS;
  const takes = (): boolean =>
    machine.isTaking &&
    space.shortage(needed) === undefined &&
    !(needsLocks && intake.lockWaits >= LIMITS.lockWaitsPerDaemon);
  const { pool } = identity;
  return startPuller(bus, {
    stream: STREAMS.SKILL_COMMANDS,
    durable: skillDurable({ pool, skill }),
    logger,
    onFault,
    capacity: () => (takes() ? slots.freeFor(skill, clock.monotonicMs()) : 0),
    onDelivery: (delivery) => {
      const { payload, streamSequence, storedAtMs, deliveryCount } = delivery;
      slots.noteDelivery(skill, clock.monotonicMs());
      if (deliveryCount > 1) meters.add('dome_job_redeliveries_total', { skill });
      const header = headerReader(delivery.headers);
      const message = { pool, skill, payload, header, streamSequence, storedAtMs };
      intake.accept({ message, deliveryCount, settling: delivery, ackWaitMs });
    },
  });
}

function encodeJson(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
