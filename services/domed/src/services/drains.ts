// Which versions new runs may choose: the control plane decides who may change that, and it is kept here, because it must hold
// for daemons that start later. Jobs are not looked at: what a run is locked to is served as long as a daemon has it.
import { DomeError, LIMITS, selectSkill } from '@dome/contracts';
import type { Drain, DrainList, DrainSetReply, DrainSetRequest } from '@dome/contracts';
import { pause } from '@dome/runtime';
import type { Clock } from '@dome/runtime';

import type { Directory, DrainStore } from '../ports.ts';
import { LIST_AGE_MS_MAX } from './capabilities.ts';

export interface DrainPorts {
  readonly directory: Directory;
  readonly drains: DrainStore;
  readonly clock: Clock;
}

/** Each round means that somebody else has changed the list meanwhile. */
const ROUNDS_MAX = 8;

/**
 * Safe to repeat. Any list that is asked for after the answer has the change: it is answered when no daemon's copy of the
 * announcements may be older.
 * @throws DomeError CAPABILITY_MISSING when nobody announces the version; OUT_OF_SPACE
 */
export async function setDrain(request: DrainSetRequest, ports: DrainPorts): Promise<DrainSetReply> {
  const reply = await changeDrain(request, ports);
  await pause(ports.clock, LIST_AGE_MS_MAX);
  return reply;
}

async function changeDrain(request: DrainSetRequest, ports: DrainPorts): Promise<DrainSetReply> {
  const { pool, name, version } = request;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const { list, revision } = await ports.drains.read({ pool, name });
    const there = list.versions.find((one) => one.version === version)?.drained;
    const isUndone = request.undo === true;
    if ((there === undefined) === isUndone) return replyOf(request, there);
    if (!isUndone) await requireAnnounced(request, ports.directory);
    const drained = isUndone ? undefined : drainOf(request, ports.clock.now());
    if (await ports.drains.write(changed(list, { version, drained }), revision)) return replyOf(request, drained);
  }
  throw new DomeError('UNAVAILABLE', { detail: `The drained versions of ${name} change too fast to be changed.` });
}

async function requireAnnounced({ pool, name, version }: DrainSetRequest, directory: Directory): Promise<void> {
  await directory.freshen(0);
  const announced = directory.list().map(({ announcement }) => announcement);
  if (announced.some((one) => one.name === name && one.pool === pool && one.version === version)) return;
  const selection = selectSkill(announced, { name, pool, range: version, evenDrained: true });
  const detail = selection.ok ? `nobody announces ${name}@${version}` : selection.refusal.detail;
  throw new DomeError('CAPABILITY_MISSING', { detail, pointer: '/version' });
}

function drainOf({ by, reason }: DrainSetRequest, nowMs: number): Drain {
  return { by, at: new Date(nowMs).toISOString(), ...(reason === undefined ? {} : { reason }) };
}

interface Change {
  readonly version: string;
  readonly drained: Drain | undefined;
}

function changed(list: DrainList, { version, drained }: Change): DrainList {
  const others = list.versions.filter((one) => one.version !== version);
  const versions = drained === undefined ? others : [...others, { version, drained }];
  if (versions.length <= LIMITS.drainedVersions) return { ...list, versions };
  const detail = `${others.length} versions of ${list.name} are drained already`;
  throw new DomeError('OUT_OF_SPACE', { detail, hint: 'Undo drains of versions that no daemon has any more.' });
}

function replyOf({ pool, name, version }: DrainSetRequest, drained: Drain | undefined): DrainSetReply {
  return { pool, name, version, ...(drained === undefined ? {} : { drained }) };
}
