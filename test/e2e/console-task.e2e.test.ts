// The page of one task in a real browser: what each tab says of a task that did everything, a link to a line, a verified
// download, and a log that neither loses nor repeats a line when the broker goes away in its middle.
import { readFile } from 'node:fs/promises';

import { eventually } from '@dome/testkit';
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';

import { axeFaults } from './axe.ts';
import { needBrowser, openBrowser } from './browser.ts';
import { openCliStage } from './cli-stage.ts';
import type { CliStage } from './cli-stage.ts';
import { consoleLink } from './console-page.ts';
import { openConsoleStage } from './console-ui.ts';
import { TOLD_LINES, TOLD_PLAN, TOLD_SKILL } from './told-skill.ts';

vi.setConfig({ testTimeout: 180_000 });

test('every tab of a task says what it did, and a link to a line leads to it', async (context) => {
  needBrowser(context);
  const files = { ...TOLD_SKILL, 'story.plan.json': TOLD_PLAN };
  await using stage = await openCliStage({ ui: true, skills: 'skills', files });
  const submitted = await stage.dome('run', 'submit', '-f', 'story.plan.json', '--wait');
  expect(submitted.exitCode, submitted.err).toBe(0);
  await using browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  const faults = faultsOf(page);
  await page.goto(consoleLink(stage));
  await page.locator('[data-row]').getByLabel('success').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByText('wave 1').waitFor();

  // By keyboard alone into the task, from the waterfall too.
  await page.getByRole('link', { name: 'waterfall' }).click();
  await page.getByLabel(/^queued .*attempt that did not count .*attempt 1 on domed-1: to be tried again/).waitFor();
  await page.getByText('2 attempts').waitFor();
  await requireFit(page);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'success tell' }).waitFor();

  const log = page.getByRole('region', { name: 'Log of tell' });
  await log.getByText('told line 1', { exact: true }).waitFor();
  await page.getByText(`${TOLD_LINES + 12} lines`).waitFor();
  expect(await log.getByText('package 3').count()).toBe(0);
  await log.getByRole('button', { name: 'Install' }).click();
  await log.getByText('package 3').waitFor();
  await log.getByRole('img', { name: 'warning' }).waitFor();
  expect(await log.locator('.ansi-cyan', { hasText: 'attempt' }).count()).toBe(2);

  await page.keyboard.press('/');
  await page.keyboard.type('TOLD LINE 27');
  await page.getByText('1 of 11').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('2 of 11').waitFor();
  await log.getByText('told line 270').waitFor();
  const row = log.locator('.log-row', { hasText: 'told line 275' });
  await row.getByRole('link').click();
  await page.waitForURL(/line=\d+\.\d+/);
  await page.getByRole('note', { name: 'whole' }).getByText('told line 275').waitFor();
  const address = new URL(page.url()).hash;
  await readTabs(page);

  // Who opens the address sees the line.
  const other = await browser.newPage({ viewport: { width: 390, height: 800 } });
  await other.goto(consoleLink(stage));
  await other.locator('[data-row]').waitFor();
  await other.evaluate(`location.hash = ${JSON.stringify(address)}`);
  const marked = other.locator('.log-marked', { hasText: 'told line 275' });
  await marked.waitFor();
  await other.getByRole('link', { name: 'the line of this address' }).waitFor();
  await eventually(async () => await isInBox(other));
  await requireFit(other);

  // A long line is read by scrolling sideways, with its number in sight, and whole above the log by whoever chose it.
  await other.getByRole('link', { name: 'annotations' }).click();
  await other.getByRole('link', { name: /^log/ }).click();
  const told = other.getByRole('region', { name: 'Log of tell' });
  const long = told.locator('.log-row', { hasText: 'to its last word' });
  // The log begins at the line that the address names, a frame after it is drawn, and is as wide as the rows in its window.
  const scrolledLeft = 'Object.assign(document.querySelector(".log-box"), { scrollLeft: 9_999 }).scrollLeft';
  await eventually(async () => {
    await told.focus();
    await other.keyboard.press('End');
    await long.waitFor();
    expect(await other.evaluate(scrolledLeft)).toBeGreaterThan(1_000);
  });
  expect((await long.getByRole('link').boundingBox())?.x).toBeGreaterThanOrEqual((await told.boundingBox())?.x ?? 0);
  await long.getByRole('link').click();
  const whole = other.getByRole('note', { name: 'whole' });
  await whole.getByText('to its last word').waitFor();
  const isWrapped =
    '(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)(document.querySelector(".log-line"))';
  expect(await other.evaluate(isWrapped)).toBe(true);
  await other.evaluate(`location.hash = ${JSON.stringify(address)}`);
  await marked.waitFor();

  // The observer sees all of it, and may not fetch files.
  await other.getByRole('button', { name: 'Sign out' }).click();
  await other.getByLabel('User').fill('view');
  await other.getByLabel('Password').fill(await viewPassword(stage));
  await other.getByRole('button', { name: 'Sign in' }).click();
  await marked.waitFor();
  await other.getByRole('link', { name: 'artifacts' }).click();
  await other.getByText('view may not fetch files: sign in as a person.').waitFor();
  expect(await other.getByRole('button', { name: 'Fetch report' }).isDisabled()).toBe(true);
  expect(faults).toEqual([]);
});

test('a log that is followed loses and repeats no line when the broker goes away in its middle', async (context) => {
  needBrowser(context);
  await using ui = await openConsoleStage(['count-steadily'], 'ada');
  const { stage } = ui;
  const { server } = stage.planes;
  await using browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  await page.goto(ui.link);
  await page.getByText('Nothing has run here yet').waitFor();

  const ada = await stage.as('ada');
  const { runId } = await ada.runs.submit({ plan: COUNT_PLAN, inputs: {}, idempotencyKey: 'count' });
  await page.evaluate(`location.hash = '#/runs/${runId}/tasks/count'`);
  await page.getByRole('button', { name: 'Following' }).waitFor();
  await eventually(async () => (await linesShown(page)) > 100, { timeoutMs: 30_000 });
  await server.kill();
  await page.getByText('away').first().waitFor();
  await server.start();
  await page.getByText(`${COUNTED.toLocaleString('en')} lines`, { exact: true }).waitFor({ timeout: 90_000 });
  await page.getByRole('heading', { name: 'success count' }).waitFor();
  expect(await page.getByText('are missing').count()).toBe(0);
  const log = page.getByRole('region', { name: 'Log of count' });
  await log.getByText(`line ${COUNTED}`, { exact: true }).waitFor();

  // Who scrolls up is let go.
  await log.focus();
  await page.keyboard.press('Home');
  await page.getByRole('button', { name: 'Follow', exact: true }).waitFor();
  const counted = Array.from({ length: COUNTED }, (_one, at) => `line ${at + 1}`);
  expect(await allLines(page)).toEqual(counted);

  // A line far behind is read with what is around it, and the rest on demand.
  const last = log.getByRole('link', { name: `Line ${COUNTED}`, exact: true });
  await page.getByRole('button', { name: 'Follow', exact: true }).click();
  const address = await last.getAttribute('href');
  const other = await browser.newPage({ viewport: { width: 390, height: 800 } });
  await other.goto(ui.link);
  await other.locator('[data-row]').waitFor();
  await other.evaluate(`location.hash = ${JSON.stringify(address)}`);
  await other.locator('.log-marked', { hasText: `line ${COUNTED}` }).waitFor();
  expect(await linesShown(other)).toBeLessThan(COUNTED);
  await other.getByRole('button', { name: 'Read from the beginning' }).click();
  await other.getByText(`${COUNTED.toLocaleString('en')} lines`, { exact: true }).waitFor();
  await other.locator('.log-marked', { hasText: `line ${COUNTED}` }).waitFor();
  expect(await allLines(other)).toEqual(counted);
});

const COUNTED = 2_000;
const COUNT_PLAN = JSON.stringify({
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'count',
  version: '1.0.0',
  tasks: { count: { uses: 'count-steadily@^1', input: { lines: COUNTED, atOnce: 20 } } },
});

/** In light and dark, and nothing is wider than the screen. */
async function requireFit(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axeFaults(page), page.url()).toEqual([]);
  }
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
}

async function readTabs(page: Page): Promise<void> {
  const open = async (tab: string): Promise<void> => {
    await requireFit(page);
    await page.getByRole('navigation', { name: 'Of this task' }).getByRole('link', { name: tab }).click();
  };
  await open('input');
  await page.getByText(`"lines": ${TOLD_LINES}`).waitFor({ state: 'attached' });
  await page
    .locator('.members div', { hasText: /^lines/ })
    .getByText(String(TOLD_LINES))
    .waitFor();
  await open('output');
  await page.locator('.members div', { hasText: /^said/ }).getByText(String(TOLD_LINES)).waitFor();
  await page.getByText('as JSON', { exact: true }).click();
  await page.getByText(`"said": ${TOLD_LINES}`).waitFor();
  await open('summary');
  await page.getByRole('heading', { name: 'Told' }).waitFor();
  await page.getByRole('cell', { name: String(TOLD_LINES) }).waitFor();
  await page.getByText('<script>alert(1)</script>').waitFor();
  expect(await page.getByRole('link', { name: 'site' }).getAttribute('href')).toBe('https://example.org/');
  await open('annotations');
  await page.getByText('the variable b is never read').waitFor();
  await page.getByText('src/a.js:3').waitFor();
  await open('attempts');
  await page.getByText('tried again on domed-1').waitFor();
  await page.getByText('the skill asks to be tried again').waitFor();
  await page.getByRole('heading', { name: 'Attempt 2' }).waitFor();
  await open('provenance');
  await page.getByText('✔ The stored event is the one that the run took as evidence').waitFor();
  await page.getByRole('rowheader', { name: 'descriptor' }).waitFor();
  await open('artifacts');
  await page.getByRole('button', { name: 'Fetch report' }).click();
  await page.getByText('✔ SHA-256 verified').waitFor();
  await requireFit(page);
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save report' }).click();
  expect(await readFile(await (await saving).path(), 'utf8')).toBe('all is well\n');
}

async function viewPassword(stage: CliStage): Promise<string> {
  const context: unknown = JSON.parse(await readFile(`${stage.dir}/config/nats/context/dome-VIEW.json`, 'utf8'));
  return String(Reflect.get(Object(context), 'password'));
}

function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
  page.on('pageerror', (error) => void faults.push(error.message));
  return faults;
}

/** The functions that follow run in the page. */
const isInBox = (page: Page): Promise<boolean> =>
  page.evaluate(`(() => {
    const box = document.querySelector('.log-box').getBoundingClientRect();
    const row = document.querySelector('.log-marked').getBoundingClientRect();
    return row.top >= box.top && row.bottom <= box.bottom;
  })()`);

const linesShown = (page: Page): Promise<number> =>
  page.evaluate(`parseInt(document.querySelector('.log-count').textContent.replace(',', ''))`);

/** From the first to the last, as they come into the window: each by its place in the list. */
const allLines = (page: Page): Promise<string[]> =>
  page.evaluate(`(async () => {
    const box = document.querySelector('.log-box');
    const frame = () => new Promise(requestAnimationFrame);
    const rows = () => [...box.querySelectorAll('.log-row')].map((row) => ({
      top: Math.round(row.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop),
      text: row.querySelector('.log-text').textContent,
    }));
    const seen = new Map();
    for (let top = 0; top < box.scrollHeight; top += box.clientHeight / 2) {
      const end = Math.min(top, box.scrollHeight - box.clientHeight);
      const isShown = (all) => all.length > 0 && all[0].top <= end + 2 && all.at(-1).top + 20 >= end + box.clientHeight - 2;
      do {
        box.scrollTop = top;
        await frame();
      } while (!isShown(rows()));
      for (const row of rows()) seen.set(row.top, row.text);
    }
    return [...seen].sort(([a], [b]) => a - b).map(([, text]) => text);
  })()`);
