// The rooms of the console: what the side navigation, the palette and the router know of. A screen is added here.
import type { ReadonlySignal } from '@preact/signals';
import type { ComponentType } from 'preact';

import { Events } from '../screens/events.tsx';
import { Environments } from '../screens/environments.tsx';
import { Gate } from '../screens/gate.tsx';
import { Inbox } from '../screens/inbox.tsx';
import { Law, LawDocument } from '../screens/law.tsx';
import { Fleet } from '../screens/fleet.tsx';
import { Skill } from '../screens/skill.tsx';
import { Skills } from '../screens/skills.tsx';
import { Run } from '../screens/run.tsx';
import { Runs } from '../screens/runs.tsx';
import { mineCount } from '../state/inbox.ts';

export interface Screen {
  /** The first part of its address. */
  readonly path: string;
  readonly title: string;
  /** Typed after `g`. */
  readonly key: string;
  readonly show: ComponentType;
  /** For an address that goes on behind the path. */
  readonly showOne?: ComponentType;
  /** How many things there wait for whoever is signed in; shown beside the title unless it is 0. */
  readonly count?: ReadonlySignal<number>;
  /** Reached from another screen, which the navigation marks instead. */
  readonly within?: string;
}

export const SCREENS: readonly Screen[] = [
  { path: 'runs', title: 'Runs', key: 'r', show: Runs, showOne: Run },
  { path: 'inbox', title: 'Inbox', key: 'i', show: Inbox, count: mineCount },
  { path: 'gates', title: 'Gate', key: '', show: Inbox, showOne: Gate, within: 'runs' },
  { path: 'environments', title: 'Environments', key: 'v', show: Environments },
  { path: 'law', title: 'Law', key: 'l', show: Law, showOne: LawDocument },
  { path: 'fleet', title: 'Fleet', key: 'f', show: Fleet },
  { path: 'skills', title: 'Skills', key: 's', show: Skills, showOne: Skill },
  { path: 'events', title: 'Events', key: 'e', show: Events },
];
