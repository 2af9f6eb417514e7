// What surrounds every screen: where a page begins, where one finds it again, and what its tab in the browser says.
import { eventually } from '@dome/testkit';
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';

import { needBrowser, openBrowser } from './browser.ts';
import { openCliStage } from './cli-stage.ts';
import { openConsolePage, showScreen } from './console-page.ts';

vi.setConfig({ testTimeout: 180_000 });

const scrolled = async (page: Page): Promise<number> => Number(await page.evaluate('scrollY'));

test('a page begins at its top, whoever goes back finds the place that they left, and the tab says where one is', async (context) => {
  needBrowser(context);
  await using stage = await openCliStage({ ui: true });
  await using browser = await openBrowser();
  const viewport = { width: 390, height: 400 };
  await using opened = await openConsolePage(stage, browser, { user: 'ada', viewport });
  const { page } = opened;
  await showScreen(page, '#/skills');
  const link = page.getByRole('link', { name: 'count-process', exact: true });
  await link.waitFor();
  expect(await page.title()).toBe('Skills · Dome');
  await page.evaluate('scrollTo(0, 250)');
  await link.click();
  await page.getByRole('heading', { name: 'count-process' }).waitFor();
  await page.getByRole('heading', { name: 'Run it' }).waitFor();
  await eventually(async () => (await scrolled(page)) === 0);
  expect(await page.title()).toBe('count-process · Skills · Dome');
  await page.evaluate('scrollTo(0, 120)');

  await page.goBack();
  await link.waitFor();
  await eventually(async () => (await scrolled(page)) === 250);
  await page.goForward();
  await page.getByRole('heading', { name: 'Run it' }).waitFor();
  await eventually(async () => (await scrolled(page)) === 120);
  // A filter is typed where one is.
  await page.goBack();
  await link.waitFor();
  await page.getByLabel('Filter skills').fill('count-p');
  await page.waitForURL(/count-p/);
  await link.click();
  await page.getByRole('heading', { name: 'Run it' }).waitFor();
  await page.goBack();
  await link.waitFor();
  expect(await page.getByLabel('Filter skills').inputValue()).toBe('count-p');
  expect(opened.faults).toEqual([]);
});

test('whoever skips to the content stays on the screen', async (context) => {
  needBrowser(context);
  await using stage = await openCliStage({ ui: true });
  await using browser = await openBrowser();
  await using opened = await openConsolePage(stage, browser, { user: 'ada' });
  const { page } = opened;
  await showScreen(page, '#/skills');
  await page.evaluate('document.activeElement.blur()');
  await page.keyboard.press('Tab');
  await page.getByRole('link', { name: 'Skip to the content' }).press('Enter');
  await eventually(async () => await page.evaluate(`document.activeElement.id === 'main'`));
  expect(new URL(page.url()).hash).toBe('#/skills');
  await page.getByRole('heading', { name: 'Skills' }).waitFor();
});
