// Opens the console in Chromium and makes every picture of it, as `NAME-WIDTH-SCHEME.webp`.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import type { CliStage } from '../e2e/cli-stage.ts';
import { openConsolePage, showScreen } from '../e2e/console-page.ts';
import { LOOKS, pictureName, SHOTS, SIGN_IN } from './shots.ts';
import type { Look, Shot } from './shots.ts';
import { VIEWER } from './story.ts';
import type { ToldStory } from './story.ts';

export interface Taking {
  readonly stage: CliStage;
  readonly browser: Browser;
  readonly story: ToldStory;
  /** Where they are written. */
  readonly folder: string;
}

/** Of 100, which would be without loss. Less leaves a halo around small grey text. */
const QUALITY = 80;
const STILL = '*, *::before, *::after { animation: none !important; caret-color: transparent !important }';

/** @returns the names of the files */
export async function takePictures(taking: Taking): Promise<string[]> {
  const made: string[] = [];
  for (const look of LOOKS) made.push(...(await takeAll(taking, look)));
  return made;
}

async function takeAll({ stage, browser, story, folder }: Taking, look: Look): Promise<string[]> {
  const { width, colorScheme, leastHeight: height } = look;
  await using opened = await openConsolePage(stage, browser, {
    user: VIEWER,
    colorScheme,
    viewport: { width, height },
  });
  const { page, faults } = opened;
  await page.evaluate(`(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(${JSON.stringify(STILL)});
    document.adoptedStyleSheets.push(sheet);
  })()`);
  // Nothing is lit because the mouse happens to be over it.
  await page.mouse.move(0, 0);
  const made: string[] = [];
  const keep = async (name: string): Promise<void> => {
    const file = pictureName(name, look);
    await writeFile(join(folder, file), await picture(page, look));
    made.push(file);
  };
  for (const shot of SHOTS) {
    await showShot(page, shot, story);
    await keep(shot.name);
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Password').waitFor();
  await page.mouse.move(0, 0);
  await keep(SIGN_IN);
  if (faults.length > 0) throw new Error(`the console complained: ${faults.join('; ')}`);
  return made;
}

async function showShot(page: Page, { at, says, after }: Shot, story: ToldStory): Promise<void> {
  await showScreen(page, `#/${at(story)}`);
  await page.getByRole('main').getByText(says(story)).filter({ visible: true }).first().waitFor();
  await after?.(page);
}

/** As tall as what the screen shows, within the bounds of the look. */
async function picture(page: Page, { width, leastHeight, mostHeight }: Look): Promise<Buffer> {
  await page.setViewportSize({ width, height: leastHeight });
  const wanted = Number(await page.evaluate('document.documentElement.scrollHeight'));
  await page.setViewportSize({ width, height: Math.min(wanted, mostHeight) });
  await page.evaluate('scrollTo(0, 0)');
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  await session.detach();
  return Buffer.from(data, 'base64');
}
