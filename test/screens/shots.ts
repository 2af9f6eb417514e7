// Which pictures of the console there are: each screen of `services/console/src/frame/screens.ts` with its tabs, and what stands in
// front of them.
import type { Page } from 'playwright-core';

import type { ToldStory } from './story.ts';

/** How somebody looks at the page. */
export interface Look {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
  /** What a screen shows at once. */
  readonly leastHeight: number;
  /** As far as anybody scrolls in a picture. */
  readonly mostHeight: number;
}

const WIDE = { width: 1_440, leastHeight: 900, mostHeight: 1_600 };
const NARROW = { width: 390, leastHeight: 844, mostHeight: 2_000 };

export const LOOKS: readonly Look[] = [WIDE, NARROW].flatMap((size) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ ...size, colorScheme })),
);

/** Of the form that stands before the first screen, and is the last one that is taken. */
export const SIGN_IN = 'sign-in';

export const pictureName = (name: string, { width, colorScheme }: Look): string =>
  `${name}-${width}-${colorScheme}.webp`;

/** Of everything that there is to see. */
export const pictureNames = (): string[] =>
  LOOKS.flatMap((look) => [...SHOTS.map(({ name }) => name), SIGN_IN].map((name) => pictureName(name, look)));

export interface Shot {
  readonly name: string;
  /** The screen, as the navigation calls it, and whether this is the whole of it or one of what it lists. */
  readonly of?: readonly [screen: string, part: 'all' | 'one'];
  /** Its address behind `#`. */
  readonly at: (story: ToldStory) => string;
  /** What is read on it once it is whole. */
  readonly says: (story: ToldStory) => string;
  /** Done when that is read. */
  readonly after?: (page: Page) => Promise<void>;
}

const press =
  (key: string) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
  };

const open =
  (selector: string) =>
  async (page: Page): Promise<void> =>
    await page.locator(selector).first().press('Enter');

export const SHOTS: readonly Shot[] = [
  { name: 'runs', of: ['runs', 'all'], at: () => 'runs', says: ({ released }) => released },
  {
    name: 'run-waves',
    of: ['runs', 'one'],
    at: ({ released }) => `runs/${released}`,
    says: () => 'wave 1',
  },
  { name: 'run-waterfall', at: ({ released }) => `runs/${released}/waterfall`, says: () => 'round 2' },
  { name: 'run-locked', at: ({ held }) => `runs/${held}/waterfall`, says: () => 'rebuild' },
  { name: 'run-gates', at: ({ released }) => `runs/${released}/gates`, says: () => 'made by' },
  { name: 'run-events', at: ({ released }) => `runs/${released}/events`, says: () => 'run.finished' },
  { name: 'task-log', at: ({ released }) => `runs/${released}/tasks/test/log?iteration=1`, says: () => 'fail 1' },
  {
    name: 'task-output',
    at: ({ released }) => `runs/${released}/tasks/test/output?iteration=1`,
    says: () => 'durationMs',
  },
  { name: 'task-artifacts', at: ({ released }) => `runs/${released}/tasks/pack/artifacts`, says: () => 'package' },
  {
    name: 'gate-waiting',
    of: ['gates', 'one'],
    at: ({ waiting }) => `gates/${waiting}/release`,
    says: () => 'Approve',
  },
  { name: 'gate-rejected', at: ({ released }) => `gates/${released}/quality?iteration=1`, says: () => 'rejected' },
  { name: 'inbox', of: ['inbox', 'all'], at: () => 'inbox', says: ({ waiting }) => waiting },
  { name: 'environments', of: ['environments', 'all'], at: () => 'environments', says: ({ released }) => released },
  { name: 'law', of: ['law', 'all'], at: () => 'law', says: () => 'production' },
  { name: 'law-document', of: ['law', 'one'], at: () => 'law/environment/production', says: () => 'barbara' },
  { name: 'fleet', of: ['fleet', 'all'], at: () => 'fleet', says: () => 'domed-1' },
  { name: 'skills', of: ['skills', 'all'], at: () => 'skills', says: () => 'rebuild-index' },
  { name: 'skill', of: ['skills', 'one'], at: () => 'skills/rebuild-index', says: () => 'Run it' },
  { name: 'events', of: ['events', 'all'], at: () => 'events', says: () => 'dome.evt.', after: open('.message-row') },
  { name: 'palette', at: () => 'runs', says: ({ released }) => released, after: press('Control+k') },
  { name: 'keys', at: () => 'runs', says: ({ released }) => released, after: press('?') },
];
