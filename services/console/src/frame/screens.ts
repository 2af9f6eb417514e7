// The rooms of the console: what the side navigation, the palette and the router know of. A screen is added here.
import type { ComponentType } from 'preact';

import { Events } from '../screens/events.tsx';
import { Fleet } from '../screens/fleet.tsx';
import { Skill } from '../screens/skill.tsx';
import { Skills } from '../screens/skills.tsx';
import { Run } from '../screens/run.tsx';
import { Runs } from '../screens/runs.tsx';

export interface Screen {
  /** The first part of its address. */
  readonly path: string;
  readonly title: string;
  /** Typed after `g`. */
  readonly key: string;
  readonly show: ComponentType;
  /** For an address that goes on behind the path. */
  readonly showOne?: ComponentType;
}

export const SCREENS: readonly Screen[] = [
  { path: 'runs', title: 'Runs', key: 'r', show: Runs, showOne: Run },
  { path: 'fleet', title: 'Fleet', key: 'f', show: Fleet },
  { path: 'skills', title: 'Skills', key: 's', show: Skills, showOne: Skill },
  { path: 'events', title: 'Events', key: 'e', show: Events },
];
