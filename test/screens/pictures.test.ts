// The pictures in docs/screens are those that `npm run screenshots` makes: of each screen, at each width, light and dark.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { LOOKS, pictureNames, SHOTS } from './shots.ts';
import { webpSize } from './webp-size.ts';

const HOME = join(import.meta.dirname, '..', '..');
const PICTURES = join(HOME, 'docs', 'screens');
const ALL_BYTES_MAX = 5 * 2 ** 20;
const SCREEN = /\{ path: '(\w+)',.*\}/g;

test('each screen of the console is among them, and one of what it lists where that has a screen', () => {
  const source = readFileSync(join(HOME, 'services', 'console', 'src', 'frame', 'screens.ts'), 'utf8');
  const screens = [...source.matchAll(SCREEN)];
  expect(screens.length).toBeGreaterThan(7);
  const taken = new Set(SHOTS.flatMap(({ of }) => (of === undefined ? [] : [of.join(' ')])));
  for (const [line, path] of screens) {
    // Of a screen within another one, the whole is the other one.
    if (!line.includes('within:')) expect(taken).toContain(`${path} all`);
    if (line.includes('showOne:')) expect(taken).toContain(`${path} one`);
  }
});

test('all are there and nothing else is, each as wide as its name says, in five MiB', () => {
  expect(readdirSync(PICTURES).toSorted()).toEqual(pictureNames().toSorted());
  for (const { width, colorScheme, leastHeight, mostHeight } of LOOKS) {
    for (const name of readdirSync(PICTURES).filter((one) => one.endsWith(`-${width}-${colorScheme}.webp`))) {
      const size = webpSize(readFileSync(join(PICTURES, name)));
      expect([name, size.width, size.height >= leastHeight && size.height <= mostHeight]).toEqual([name, width, true]);
    }
  }
  const bytes = readdirSync(PICTURES).reduce((sum, name) => sum + statSync(join(PICTURES, name)).size, 0);
  expect(bytes).toBeLessThan(ALL_BYTES_MAX);
});
