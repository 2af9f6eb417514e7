// Who holds a lock, a skill run from the form that its schema makes, and an event found, as somebody does it in a real browser.
import { eventually } from '@dome/testkit';
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';

import { needBrowser, openBrowser } from './browser.ts';
import { openCliStage } from './cli-stage.ts';
import type { CliStage } from './cli-stage.ts';
import { consoleLink } from './console-page.ts';
import { lockedPlan } from './locked-plan.ts';
import { viewPassword } from './view-password.ts';

vi.setConfig({ testTimeout: 180_000 });

async function openPage(stage: CliStage, page: Page): Promise<string[]> {
  const faults: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
  page.on('pageerror', (error) => void faults.push(error.message));
  await page.goto(consoleLink(stage));
  await page.getByRole('heading', { name: 'Runs' }).waitFor();
  return faults;
}

async function submit(stage: CliStage, file: string): Promise<string> {
  const { exitCode, out, err } = await stage.dome('run', 'submit', '-f', file, '-o', 'json');
  expect([exitCode, err]).toEqual([0, '']);
  return JSON.parse(out).runId;
}

test('the fleet says which job holds a lock and which one waits for it', async (context) => {
  needBrowser(context);
  await using stage = await openCliStage({
    ui: true,
    files: { 'long.json': lockedPlan(60), 'short.json': lockedPlan(0) },
  });
  await using browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  const faults = await openPage(stage, page);
  await page.keyboard.press('g');
  await page.keyboard.press('f');
  await page.getByText('No lock is held.').waitFor();
  await page.getByText('domed-1').waitFor();

  const long = await submit(stage, 'long.json');
  const row = (state: string, runId: string) =>
    page.getByRole('row', { name: new RegExp(`^lines:2 . ${state} ${runId}/work for .* count-process limited to 1$`) });
  await row('held by', long).waitFor();
  const short = await submit(stage, 'short.json');
  await row('waits, nobody before it', short).waitFor();
  await page.getByText('1 held, 1 waiting').waitFor();
  await page.locator('summary', { hasText: 'domed-1' }).press('Enter');
  await page.getByText('holds the processes of skills').waitFor();
  await page.getByRole('link', { name: 'count-node 1.0.0' }).waitFor();
  const terms = page.getByRole('region', { name: 'Queues' }).getByText('What these words mean');
  await terms.press('Enter');
  await page.getByText('set aside for a person, because no daemon could reach a verdict').waitFor();
  await page.getByRole('link', { name: `${long}/work` }).press('Enter');
  await page.locator('h1', { hasText: 'work' }).waitFor();
  expect(new URL(page.url()).hash).toBe(`#/runs/${long}/tasks/work?iteration=1`);
  await page.goBack();
  await stage.dome('run', 'cancel', long);
  await stage.dome('run', 'wait', short);
  await page.getByText('No lock is held.').waitFor();
  expect(faults).toEqual([]);
});

test('an observer is told what she may not know, and why she runs nothing', async (context) => {
  needBrowser(context);
  await using stage = await openCliStage({
    ui: true,
    files: { 'long.json': lockedPlan(60), 'short.json': lockedPlan(0) },
  });
  const long = await submit(stage, 'long.json');
  await eventually(async () => (await stage.dome('lock', 'list')).out.includes(`${long}_work_1`), {
    timeoutMs: 60_000,
  });
  await using browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const faults = await openPage(stage, page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('User').fill('view');
  await page.getByLabel('Password').fill(await viewPassword(stage));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Fleet', exact: true }).click();
  await page.getByText('An observer may not ask for locks').waitFor();
  await page.locator('.fleet-unknown').waitFor();
  const short = await submit(stage, 'short.json');
  await page.getByText(`${short}/work waits for lock lines:2, held by ${long}/work when the wait began`).waitFor();
  await page.getByRole('link', { name: 'count-node', exact: true }).click();
  await page.getByText('An observer may not read what a skill takes').waitFor();
  expect(await page.getByRole('button', { name: 'Run it' }).isDisabled()).toBe(true);
  await page.getByRole('link', { name: 'Events', exact: true }).click();
  await page.locator('.message-row', { hasText: 'dome.evt.law.access' }).waitFor();
  // The broker refused nothing, because nothing was asked in vain.
  expect(faults).toEqual([]);
});

test('a skill is run from its form, which shows what the plane says of a field', async (context) => {
  needBrowser(context);
  await using stage = await openCliStage({ ui: true });
  await using browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const faults = await openPage(stage, page);
  await page.getByRole('link', { name: 'Skills', exact: true }).click();
  await page.getByLabel('Filter skills').fill('in node');
  await page.getByRole('link', { name: /count-node/ }).click();
  await page.getByRole('heading', { name: 'Run it' }).waitFor();
  await page.getByText('at least 2').first().waitFor();
  await page.getByLabel(/^lines/).fill('1');
  await page.getByLabel(/^seconds/).fill('0');
  await page.getByText('dome skill run count-node@1.0.0 -i lines=1 -i seconds=0').waitFor();
  await page.getByLabel(/run it all the same/).check();
  await page.getByRole('button', { name: 'Run count-node' }).click();
  await page
    .locator('.field', { has: page.getByLabel(/^lines/) })
    .getByText('must be')
    .waitFor();
  expect(await page.getByLabel(/^lines/).getAttribute('aria-invalid')).toBe('true');
  await page.getByLabel(/^lines/).fill('3');
  await page.getByRole('button', { name: 'Run count-node' }).click();
  await page.getByRole('heading', { name: /count-node-/ }).waitFor();
  await eventually(async () => (await page.locator('h1').getByLabel('success').count()) === 1, { timeoutMs: 60_000 });
  expect(faults).toEqual([]);
});

test('an event is found by its subject and its text among those that came and those that come', async (context) => {
  needBrowser(context);
  await using stage = await openCliStage({ ui: true, files: { 'short.json': lockedPlan(0) } });
  await using browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  const faults = await openPage(stage, page);
  const first = await submit(stage, 'short.json');
  await stage.dome('run', 'wait', first);
  await page.getByRole('link', { name: 'Events', exact: true }).click();
  const rows = page.locator('.message-row');
  await rows.filter({ hasText: `${first}.finished` }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('dome.evt.run.*.*.finished');
  await page.getByText(/^1 shown/).waitFor();
  const second = await submit(stage, 'short.json');
  await rows.filter({ hasText: `${second}.finished` }).waitFor();
  await page.getByLabel('Filter by text').fill(`success ${first.toUpperCase()}`);
  await page.getByText(/^1 shown/).waitFor();
  expect(new URL(page.url()).hash).toContain('subject=dome.evt.run.*.*.finished');

  await rows.first().press('Enter');
  await page.getByRole('heading', { name: /^RUN_EVENTS #/ }).waitFor();
  await page.getByText('Nats-Msg-Id').waitFor();
  await page.getByText('"type": "dev.dome.run.finished.v1"').waitFor();
  await page.getByLabel('Filter by text').fill('');
  await page.getByLabel('Filter by subject, with * and >').fill('');
  // Beside an open message, and on a telephone, subjects are whole.
  for (const width of [1_440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await rows.nth(5).waitFor();
    const isCut =
      '({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => scrollWidth > clientWidth || scrollHeight > clientHeight';
    expect(
      await page.evaluate(
        `[...document.querySelectorAll('.message-row code, .message-row code *')].filter(${isCut}).length`,
      ),
    ).toBe(0);
  }
  await page.getByLabel('Filter by text').fill('success');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByLabel('Filter by text').fill('');
  await page.getByRole('button', { name: 'Pause' }).click();
  const third = await submit(stage, 'short.json');
  await page.getByRole('button', { name: /^Go on: [1-9]/ }).waitFor();
  expect(await rows.filter({ hasText: third }).count()).toBe(0);
  await page.getByRole('button', { name: /^Go on/ }).click();
  await rows.filter({ hasText: `${third}.finished` }).waitFor();
  expect(faults).toEqual([]);
});
