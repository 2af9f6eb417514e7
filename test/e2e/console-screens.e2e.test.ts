// Every screen of the console, as axe-core reads it: light and dark, on a wide screen and on a telephone. The screens are those
// of the navigation, and the first thing that each of them lists.
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';

import { axeFaults } from './axe.ts';
import { needBrowser, openBrowser } from './browser.ts';
import { openCliStage } from './cli-stage.ts';
import type { CliStage } from './cli-stage.ts';
import { openConsolePage, showScreen } from './console-page.ts';
import type { ConsoleLook } from './console-page.ts';
import { EXAMPLES } from './stage.ts';

vi.setConfig({ testTimeout: 300_000 });

const LOOKS: readonly Omit<ConsoleLook, 'user'>[] = [
  { colorScheme: 'light', viewport: { width: 1_440, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
];

const hashesIn = (page: Page, within: string): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll(${JSON.stringify(within)})].map((link) => link.getAttribute('href'))`);

/** The screens of the navigation, and of each the first of its rows and of that one's tabs. */
async function screensOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const hash of await hashesIn(page, 'nav.side a')) {
    await showScreen(page, hash);
    const [row] = await hashesIn(page, 'main [data-row][href]');
    found.push(hash, ...(row === undefined ? [] : [row]));
    if (row === undefined) continue;
    await showScreen(page, row);
    found.push(...(await hashesIn(page, 'main nav.tabs a')));
  }
  return [...new Set(found)];
}

/** What is wrong with the width of the screen, and with its navigation. */
const frameFaults = (page: Page): Promise<string[]> =>
  page.evaluate(`(() => {
    const links = [...document.querySelectorAll('nav.side a')].map((link) => ({
      ...link.getBoundingClientRect().toJSON(),
      isHere: link.getAttribute('aria-current') !== null,
    }));
    return Object.entries({
      'wider than the screen': document.documentElement.scrollWidth > innerWidth,
      'the screen in the navigation is out of sight': links.some((at) => at.isHere && (at.left < 0 || at.right > innerWidth)),
      'a link of the navigation has two lines': links.some(({ height }) => height > 40),
    }).flatMap(([says, isSo]) => (isSo ? [says] : []));
  })()`);

async function release(stage: CliStage): Promise<string> {
  const plan = `${EXAMPLES}/release.plan.yaml`;
  const inputs = ['-i', `environments=${stage.dir}/environments`];
  const { out } = await stage.dome('--user', 'ada', 'run', 'submit', '-f', plan, ...inputs, '-q');
  await stage.dome('run', 'wait', out.trim(), '--for', 'gate');
  return out.trim();
}

test('axe-core finds nothing on any screen, with something to see on each', async (context) => {
  needBrowser(context);
  await using stage = await openCliStage({ ui: true, skills: undefined });
  const runId = await release(stage);
  await using browser = await openBrowser();
  for (const look of LOOKS) {
    await using opened = await openConsolePage(stage, browser, { ...look, user: 'grace' });
    const { page } = opened;
    const screens = [...(await screensOf(page)), `#/gates/${runId}/quality?iteration=1`, '#/nowhere'];
    expect(screens.length).toBeGreaterThan(10);
    const faults: Record<string, readonly string[]> = {};
    for (const hash of screens) {
      await showScreen(page, hash);
      const found = [...(await axeFaults(page)), ...(await frameFaults(page))];
      if (found.length > 0) faults[`${look.colorScheme} ${hash}`] = found;
    }
    expect(faults).toEqual({});
    expect(opened.faults).toEqual([]);
  }
});

test('axe-core finds nothing where there is nothing to see yet, nor on the sign-in, the palette and the keys', async (context) => {
  needBrowser(context);
  await using stage = await openCliStage({ ui: true });
  await using browser = await openBrowser();
  await using opened = await openConsolePage(stage, browser, { user: 'view', colorScheme: 'dark' });
  const { page } = opened;
  const faults: string[] = [];
  for (const hash of await hashesIn(page, 'nav.side a')) {
    await showScreen(page, hash);
    faults.push(...(await axeFaults(page)));
  }
  for (const key of ['Control+k', 'Escape', '?']) {
    await page.keyboard.press(key);
    faults.push(...(await axeFaults(page)));
  }
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Password').waitFor();
  faults.push(...(await axeFaults(page)));
  expect(faults).toEqual([]);
});
