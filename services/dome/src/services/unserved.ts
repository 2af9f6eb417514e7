// A run often waits because no daemon serves what it needs. The chain cannot say so, because that is not an event, so
// discovery is asked when someone looks.
import { setTimeout as after } from 'node:timers/promises';

import { selectSkill } from '@dome/contracts';
import type { PlanLockEntry } from '@dome/contracts';
import { isOpen, plannedTask } from '@dome/runs';
import type { RunState } from '@dome/runs';

import type { Discovery } from '../ports.ts';

/** A reader of a run must not wait because the runtime is away. */
const PATIENCE_MS = 400;
const SKILLS_MAX = 8;

/** One sentence for each skill of an open task that is not announced as the run has locked it. */
export async function unservedSkills(state: RunState, discovery: Pick<Discovery, 'announced'>): Promise<string[]> {
  const open = [...state.tasks.values()].filter(isOpen).map(({ key }) => plannedTask(state, key.taskId).lock);
  const distinct = [...new Map(open.map((lock) => [`${lock.pool} ${lock.descriptorDigest}`, lock])).values()];
  const said = await Promise.all(distinct.slice(0, SKILLS_MAX).map((lock) => unserved(lock, discovery)));
  return [...new Set(said.flat())];
}

async function unserved(lock: PlanLockEntry, discovery: Pick<Discovery, 'announced'>): Promise<string[]> {
  const { skill: name, version, pool, descriptorDigest } = lock;
  const asked = discovery.announced({ name, pool }).catch(() => undefined);
  const serving = await Promise.race([asked, after(PATIENCE_MS, undefined, { ref: false })]);
  if (serving === undefined) return ['no daemon answers'];
  const selection = selectSkill(serving, { name, version, descriptorDigest, pool });
  if (selection.ok) return [];
  const { part, detail } = selection.refusal;
  // Two digests would mean nothing to the person waiting for the run.
  return [part === 'digest' ? `${name}@${version} is not announced as it was when the run was submitted` : detail];
}
