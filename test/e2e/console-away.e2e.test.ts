// The broker goes away in the middle of a run, under the eyes of whoever looks at the list of runs and of whoever looks at that
// run: each page says so, comes back by itself, and shows every event once.
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';

import { needBrowser, openBrowser } from './browser.ts';
import { openConsoleStage } from './console-ui.ts';

vi.setConfig({ testTimeout: 240_000 });

const plan = (name: string, lines: number): string =>
  JSON.stringify({
    apiVersion: 'dome/v1',
    kind: 'Plan',
    name,
    version: '1.0.0',
    tasks: {
      first: { uses: 'count-steadily@^1', input: { lines, atOnce: 20 } },
      second: { uses: 'count-steadily@^1', input: { lines: 20, atOnce: 20 }, needs: ['first'] },
    },
  });

const go = (page: Page, hash: string): Promise<unknown> => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
const sequencesOn = async (page: Page): Promise<string[]> => await page.locator('.event-seq').allTextContents();

test('a run and the list of runs go on by themselves when the broker was away, and show nothing twice', async (context) => {
  needBrowser(context);
  await using ui = await openConsoleStage(['count-steadily'], 'ada');
  const { stage } = ui;
  const { server } = stage.planes;
  await using browser = await openBrowser();
  const [list, run] = [await browser.newPage(), await browser.newPage()];
  for (const page of [list, run]) {
    page.setDefaultTimeout(90_000);
    await page.goto(ui.link);
    await page.getByText('Nothing has run here yet').waitFor();
  }

  const ada = await stage.as('ada');
  const { runId } = await ada.runs.submit({ plan: plan('long', 2_000), inputs: {}, idempotencyKey: 'long' });
  await go(run, `#/runs/${runId}/events`);
  await run.getByText('dev.dome.run.tasks-dispatched.v1').waitFor();
  await list.locator('[data-row]', { hasText: runId }).getByLabel('running').waitFor();
  await list.locator('[data-row]').focus();
  const before = await sequencesOn(run);

  await server.kill();
  for (const page of [list, run]) {
    const banner = page.getByRole('alert');
    await banner.getByText(`Reconnecting to ${server.websocketUrl}`).waitFor();
    await banner.getByText('the page goes on from there by itself').waitFor();
  }
  expect(await sequencesOn(run)).toEqual(before);
  await server.start();

  for (const page of [list, run]) await page.getByRole('alert').waitFor({ state: 'detached' });
  await list.locator('[data-row]', { hasText: runId }).getByLabel('success').waitFor();
  await run.getByRole('heading', { name: `success ${runId}` }).waitFor();
  const stored: string[] = [];
  for await (const item of ada.followRun(runId, { signal: AbortSignal.timeout(60_000) }))
    stored.push(`#${item.sequence}`);
  await run.getByText('dev.dome.run.finished.v1').waitFor();
  expect(await sequencesOn(run)).toEqual(stored);
  expect(await run.getByText('Gap: the stream discarded').count()).toBe(0);

  // What comes afterwards is seen as it comes, and whoever had chosen a row still has it.
  const next = await ada.runs.submit({ plan: plan('next', 20), inputs: {}, idempotencyKey: 'next' });
  await list.locator('[data-row]', { hasText: next.runId }).getByLabel('success').waitFor();
  expect(await list.locator('.row-name').allTextContents()).toEqual([next.runId, runId]);
  expect(await list.evaluate('document.activeElement.textContent')).toContain(runId);

  // The other tabs read what they missed, too: both tasks with their attempts, each once.
  await go(run, `#/runs/${runId}/waterfall`);
  await run.getByRole('link', { name: 'success second' }).waitFor();
  expect(await run.locator('.fall-name').count()).toBe(2);
});
