// Two people at the sheet of one gate, each in a page of their own: what one does the other sees, a vote on a round that is over
// is refused and the sheet says what is new, and two votes at once both count.
import { gatedPlan, humanPolicy } from '@dome/testkit';
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';

import { needBrowser, openBrowser } from './browser.ts';
import { openCliStage } from './cli-stage.ts';
import { openConsolePage } from './console-page.ts';

vi.setConfig({ testTimeout: 240_000 });

const TWICE = JSON.stringify({
  ...JSON.parse(gatedPlan),
  loop: { maxIterations: 2, remedy: { tasks: { again: { uses: 'count-node@^1', input: { lines: 2, seconds: 0 } } } } },
});
const BOTH = humanPolicy.replace('"role":"release-manager"', '"approvals":[{"role":"release-manager","count":2}]');

interface Held {
  /** What the broker sends from now on waits. */
  hold(): void;
  release(): void;
}

/** As a slow network would: what the page sends leaves at once. */
async function holdable(page: Page): Promise<Held> {
  let waiting: (() => void)[] | undefined;
  await page.routeWebSocket(/.*/, (socket) => {
    socket.connectToServer().onMessage((message) => {
      if (waiting === undefined) socket.send(message);
      else waiting.push(() => socket.send(message));
    });
  });
  return {
    hold: () => void (waiting = []),
    release: () => {
      const late = waiting ?? [];
      waiting = undefined;
      for (const send of late) send();
    },
  };
}

test('a vote on what has moved on is refused, and two who vote at once both see the truth', async (context) => {
  needBrowser(context);
  await using stage = await openCliStage({ ui: true, files: { 'gated.plan.json': TWICE, 'gated.policy.json': BOTH } });
  await using browser = await openBrowser();
  const submitted = await stage.dome('run', 'submit', '-f', 'gated.plan.json', '-q');
  expect(submitted.exitCode, submitted.err).toBe(0);
  const runId = submitted.out.trim();
  const waited = await stage.dome('run', 'wait', runId, '--for', 'gate');
  expect(waited.exitCode, waited.err).toBe(0);
  await using first = await openConsolePage(stage, browser, { user: 'ada' });
  let network: Held | undefined;
  const before = async (page: Page): Promise<void> => void (network = await holdable(page));
  await using second = await openConsolePage(stage, browser, { user: 'grace', before });
  const [ada, grace] = [first.page, second.page];
  for (const page of [ada, grace]) {
    await page.evaluate(`location.hash = '#/gates/${runId}/release'`);
    await page.locator('button:enabled', { hasText: 'Approve' }).waitFor();
  }

  // Grace has not heard yet that Ada rejected, and approves what she sees.
  network?.hold();
  await ada.getByLabel('Reason').fill('Count again.');
  await ada.getByRole('button', { name: 'Reject' }).click();
  await ada.getByText('This is no longer what the gate is about.').waitFor();
  await grace.getByRole('button', { name: 'Approve' }).click();
  network?.release();
  await grace.getByText('The vote was refused:').waitFor();
  await grace.getByText('Count again.').first().waitFor();
  await grace.getByText('You are reading round 1; the gate has reached round 2').waitFor();
  expect(await grace.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true);

  const signed: (string | null)[] = [];
  for (const page of [ada, grace]) {
    signed.push(await page.locator('.signed').textContent());
    await page.getByRole('button', { name: 'Show round 2, and what is new in it' }).click();
    await page.getByRole('heading', { name: 'What is new since round 1' }).waitFor();
    await page.locator('button:enabled', { hasText: 'Approve' }).waitFor();
    signed.push(await page.locator('.signed').textContent());
  }
  expect([signed[0], signed[1]]).toEqual([signed[2], signed[3]]);
  expect(signed[0]).not.toBe(signed[1]);

  await Promise.all([ada, grace].map((page) => page.getByRole('button', { name: 'Approve' }).click()));
  for (const page of [ada, grace]) {
    await page
      .getByText(/approved by (ada, grace|grace, ada)/)
      .first()
      .waitFor();
    await page.getByText('ada (release-manager) approved').waitFor();
    await page.getByText('grace (release-manager) approved').waitFor();
  }
  expect((await stage.dome('run', 'wait', runId)).exitCode).toBe(0);
  expect([...first.faults, ...second.faults]).toEqual([]);
});
