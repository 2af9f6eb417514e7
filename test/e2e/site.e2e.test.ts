// The site of the documentation as `npm run docs` writes it, read in a real browser from a plain static server: at the width of a
// desk and of a telephone, with nobody else spoken to.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { serveFolder } from '../site/static-server.ts';
import type { StaticServer } from '../site/static-server.ts';
import { needBrowser, openBrowser } from './browser.ts';

vi.setConfig({ testTimeout: 120_000 });

const HOME = join(import.meta.dirname, '../..');
/** One of each kind, and those with the widest tables and the longest words. */
const PAGES = [
  'index',
  'first-gate',
  'cli',
  'dashboards',
  'nats-cli',
  'operating',
  'skills',
  'contract',
  'installation',
  'observability',
  'decisions/index',
  'reference/accounts',
  'reference/channels/jobTransition',
  'reference/channels/runEvent',
  'reference/commands',
  'reference/configuration',
  'reference/schemas/Plan',
  'reference/streams',
  'source/asyncapi.yaml',
];
const WIDTHS = [1_280, 390];

let folder = '';
let site: StaticServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dome-site-'));
  await promisify(execFile)(process.execPath, [join(HOME, 'scripts/site.ts'), '--out', folder]);
  site = await serveFolder(folder, '/handbook/next/');
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

interface Watched extends AsyncDisposable {
  readonly page: Page;
  /** What the browser complained of, and what it asked of others. */
  readonly faults: readonly string[];
}

async function openPage(browser: Browser, width: number, { url } = site): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width, height: 844 } });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && faults.push(`${page.url()}: ${message.text()}`)));
  page.on('pageerror', (error) => void faults.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) faults.push(`${page.url()} asks ${request.url()}`);
  });
  return { page, faults, [Symbol.asyncDispose]: () => context.close() };
}

/** What reaches beyond the screen, and scrolls in nothing of its own. */
const TOO_WIDE = `(() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
  return [scrollWidth + ' px: ' + wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 80)).join(' ')];
})()`;

/** Tables of which a part is out of sight, and buttons that lie on the code that they copy. */
const HIDDEN = `[...document.querySelectorAll('.table')].filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.textContent.slice(0, 60))`;
const COVERED = `[...document.querySelectorAll('.code')].filter((one) => {
  const code = document.createRange();
  code.selectNodeContents(one.querySelector('code'));
  const button = one.querySelector('.copy');
  return getComputedStyle(button).opacity !== '0' && button.getBoundingClientRect().bottom > code.getClientRects()[0].top + 4;
}).length`;

test('pages are read at both widths: nothing is wider than the screen, missing, or asked of others', async (context) => {
  needBrowser(context);
  await using browser = await openBrowser();
  for (const width of WIDTHS) {
    await using watched = await openPage(browser, width);
    for (const path of PAGES) {
      const answer = await watched.page.goto(`${site.url}${path}.html`);
      expect([path, answer?.status()]).toEqual([path, 200]);
      expect(await watched.page.locator('h1').count(), path).toBe(1);
      expect([path, width, await watched.page.evaluate(TOO_WIDE)]).toEqual([path, width, []]);
      if (width > 1_000) expect([path, await watched.page.evaluate(HIDDEN)]).toEqual([path, []]);
      expect([path, width, await watched.page.evaluate(COVERED)]).toEqual([path, width, 0]);
    }
    expect(watched.faults).toEqual([]);
  }
  expect(site.missed).toEqual([]);
});

test('every link of those pages leads where the browser finds its page and its section', async (context) => {
  needBrowser(context);
  await using browser = await openBrowser();
  await using watched = await openPage(browser, 1_280);
  const sections = new Map<string, readonly string[]>();
  const idsOf = async (url: string): Promise<readonly string[]> => {
    const known = sections.get(url);
    if (known !== undefined) return known;
    await watched.page.goto(url);
    const ids = await watched.page.evaluate<string[]>(`[...document.querySelectorAll('[id]')].map(({ id }) => id)`);
    sections.set(url, ids);
    return ids;
  };
  const lost: string[] = [];
  for (const path of PAGES.slice(0, 6)) {
    await watched.page.goto(`${site.url}${path}.html`);
    const hrefs = await watched.page.evaluate<string[]>(
      `[...document.querySelectorAll('main a, #navigation a')].map(({ href }) => href)`,
    );
    expect(hrefs.length, path).toBeGreaterThan(10);
    for (const href of new Set(hrefs.filter((one) => one.startsWith(site.url)))) {
      const [url = '', fragment = ''] = href.split('#');
      if (!url.endsWith('.html')) expect([href, (await fetch(url)).status]).toEqual([href, 200]);
      else if (!(await idsOf(url)).includes(fragment === '' ? 'content' : decodeURIComponent(fragment)))
        lost.push(`${path} → ${href}`);
    }
  }
  expect(lost).toEqual([]);
  expect(sections.size).toBeGreaterThan(40);
  expect(watched.faults).toEqual([]);
});

test('the search finds a section by its words, is used by keys alone, and asks nobody', async (context) => {
  needBrowser(context);
  await using browser = await openBrowser();
  for (const width of WIDTHS) {
    await using watched = await openPage(browser, width);
    const { page } = watched;
    await page.goto(`${site.url}reference/schemas/Plan.html`);
    await page.keyboard.press('/');
    await page.getByRole('searchbox').fill('multi_last');
    await page.locator('.found a').first().waitFor();
    expect(await page.locator('.found-says').textContent()).toMatch(/^\d+ found$/);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${site.url}dashboards.html#read`);
    await page.keyboard.press('/');
    await page.getByRole('searchbox').fill('xylophone');
    await page.getByText('Nothing has “xylophone”.').waitFor();
    expect(await page.evaluate(TOO_WIDE)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(watched.faults).toEqual([]);
  }
});

test('on a telephone the list of pages opens and leads on, and dark is kept for the next page', async (context) => {
  needBrowser(context);
  await using browser = await openBrowser();
  await using watched = await openPage(browser, 390);
  const { page } = watched;
  await page.goto(`${site.url}index.html`);
  await page.getByRole('button', { name: 'Pages' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Dashboards' }).click();
  await page.getByRole('heading', { level: 1, name: 'Dashboards' }).waitFor();
  const colour = `getComputedStyle(document.body).backgroundColor`;
  const light = await page.evaluate(colour);
  await page.getByRole('button', { name: 'Light or dark' }).click();
  const dark = await page.evaluate(colour);
  expect(dark).not.toBe(light);
  await page.goto(`${site.url}cli.html`);
  expect(await page.evaluate(colour)).toBe(dark);
  expect(watched.faults).toEqual([]);
});

const WRONG = `<!doctype html><meta name="viewport" content="width=device-width"><h1>Wrong</h1>
<div style="width: 900px">wide</div><img src="http://elsewhere.invalid/a.png"><script>throw new Error('broken')</script>`;

test('a page that is wide, broken, and asks others is found to be so', async (context) => {
  needBrowser(context);
  await writeFile(join(folder, 'wrong.html'), WRONG);
  await using browser = await openBrowser();
  await using watched = await openPage(browser, 390);
  await watched.page.goto(`${site.url}wrong.html`);
  expect(await watched.page.evaluate(TOO_WIDE)).toEqual([expect.stringContaining('width: 900px')]);
  for (const fault of ['asks http://elsewhere.invalid/a.png', 'broken', 'ERR_'])
    expect(watched.faults).toContainEqual(expect.stringContaining(fault));
});
