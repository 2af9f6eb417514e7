// `npm run screenshots`: tells the console's story in a stack of its own and writes every picture of it into `docs/screens`, or
// into the folder that is named.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

import { openBrowser } from '../e2e/browser.ts';
import { pictureNames } from './shots.ts';
import { openStory, tellStory } from './story.ts';
import { takePictures } from './take.ts';

const { values } = parseArgs({
  options: { out: { type: 'string', default: join(import.meta.dirname, '..', '..', 'docs', 'screens') } },
});
const say = (line: string): void => void process.stderr.write(`screenshots: ${line}\n`);
await using browser = await openBrowser();
await using stage = await openStory();
say('telling the story');
const story = await tellStory(stage);
say('taking the pictures');
await rm(values.out, { recursive: true, force: true });
await mkdir(values.out, { recursive: true });
const made = await takePictures({ stage, browser, story, folder: values.out });
say(`${made.length} of ${pictureNames().length} pictures in ${values.out}`);
