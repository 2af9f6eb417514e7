// Where the words come from that a shell offers for an argument: what the control plane and the daemons have now, and the
// files of this folder.
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { ControlClient } from '@dome/client';

import { readPlaceSources } from '../connect/find-target.ts';
import { namedContexts } from '../connect/named-contexts.ts';
import type { Context } from '../context.ts';
import { planNamed, planNames } from '../plans.ts';
import { SETTINGS } from '../settings/settings.ts';

export interface Offer {
  readonly word: string;
  /** A few words beside it, in shells that show them. */
  readonly says: string;
}

/** By the name that the help of a command gives its argument. */
export const NOUNS = ['run', 'gate', 'skill', 'version', 'lock', 'environment', 'cursor'] as const;
export type Noun = (typeof NOUNS)[number];

/** The newest, in as many lines as somebody reads. */
const RUNS_OFFERED = 50;

/** @throws DomeError UNAVAILABLE, FORBIDDEN */
export async function offersOf(client: ControlClient, noun: Noun): Promise<Offer[]> {
  switch (noun) {
    case 'run': {
      const { runs } = await client.runs.list({ limit: RUNS_OFFERED });
      const latest = runs.length === 0 ? [] : [{ word: '@latest', says: 'the newest run' }];
      return [
        ...latest,
        ...runs.map(({ runId, plan, state, result }) => ({ word: runId, says: `${plan}, ${result ?? state}` })),
      ];
    }
    case 'gate': {
      const { gates } = await client.gates.list();
      return gates.map(({ runId, gate }) => ({ word: `${runId}/${gate}`, says: 'waits for people' }));
    }
    case 'skill': {
      const skills = await client.skills.listAll({});
      const words = new Map(skills.map(({ name, title }) => [name, title]));
      return [...words].map(([word, says]) => ({ word, says }));
    }
    case 'version': {
      const skills = await client.skills.listAll({});
      const words = new Map(skills.map(({ name, version, title }) => [`${name}@${version}`, title]));
      return [...words].map(([word, says]) => ({ word, says }));
    }
    case 'lock': {
      const { locks } = await client.locks.list({});
      return locks.map(({ lock }) => ({ word: lock, says: 'is held or waited for' }));
    }
    case 'environment': {
      const { environments } = await client.environments.list({});
      return environments.map(({ name, title = '' }) => ({ word: name, says: title }));
    }
    case 'cursor': {
      const { cursors } = await client.cursors.list({});
      return cursors.map(({ name }) => ({ word: name, says: '' }));
    }
  }
}

/** Of the project that the folder belongs to. */
export const plansFrom = (cwd: string): Offer[] =>
  planNames(cwd).map((word) => ({ word, says: `runs ${planNamed(cwd, word)}` }));

/** Files and folders whose path begins with what was typed; of a folder, its inside comes with the next key. */
export async function pathsFrom(cwd: string, typed: string): Promise<Offer[]> {
  const dir = typed.endsWith('/') ? typed : dirname(typed);
  const entries = await readdir(join(cwd, dir), { withFileTypes: true }).catch(() => []);
  const within = typed.includes('/') ? `${dir.replace(/\/+$/, '')}/` : '';
  return entries
    .map((entry) => ({ word: `${within}${entry.name}${entry.isDirectory() ? '/' : ''}`, says: '' }))
    .filter(({ word }) => word.startsWith(typed) && (typed !== '' || !word.startsWith('.')));
}

export async function contextsFrom({ globals, io }: Context): Promise<Offer[]> {
  const named = await namedContexts(await readPlaceSources(globals, io.env, io.cwd));
  return named.map(({ name, says }) => ({ word: name, says }));
}

export const SETTINGS_OFFERED: readonly Offer[] = SETTINGS.map(({ key, says }) => ({ word: key, says }));
