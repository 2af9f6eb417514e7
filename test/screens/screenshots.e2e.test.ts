// What `npm run screenshots` does, into a folder of the test.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { needPython } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import { needBrowser, openBrowser } from '../e2e/browser.ts';
import { LOOKS, pictureName, pictureNames } from './shots.ts';
import { openStory, tellStory } from './story.ts';
import { takePictures } from './take.ts';
import { webpSize } from './webp-size.ts';

vi.setConfig({ testTimeout: 300_000 });

test('the command makes every picture, from a story that it plays in a stack of its own', async (context) => {
  needBrowser(context);
  needPython(context, 'sqlite3');
  const folder = await mkdtemp(join(tmpdir(), 'dome-screens-'));
  context.onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await using browser = await openBrowser();
  await using stage = await openStory();
  const story = await tellStory(stage);
  const made = await takePictures({ stage, browser, story, folder });
  expect(made.toSorted()).toEqual(pictureNames().toSorted());
  expect((await readdir(folder)).toSorted()).toEqual(made.toSorted());
  for (const look of LOOKS) {
    const { width, height } = webpSize(await readFile(join(folder, pictureName('runs', look))));
    expect(width).toBe(look.width);
    expect(height).toBeGreaterThanOrEqual(look.leastHeight);
    expect(height).toBeLessThanOrEqual(look.mostHeight);
  }
});
