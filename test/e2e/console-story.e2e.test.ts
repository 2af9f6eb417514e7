// The release of the example as its people follow it in the console alone: the submitter may not approve it and is told why,
// a second person approves it by keyboard, and it stands in its environment. Two people who vote at once both see the truth,
// and a vote on what has moved on is refused.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { needPython } from '@dome/testkit';
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';

import { needBrowser, openBrowser } from './browser.ts';
import { openCliStage } from './cli-stage.ts';
import { openConsolePage } from './console-page.ts';
import { EXAMPLES } from './stage.ts';

vi.setConfig({ testTimeout: 240_000 });

const goTo = (page: Page, hash: string): Promise<unknown> => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);

/** By Tab alone, as somebody without a mouse. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement?.textContent?.includes(${JSON.stringify(name)})`)) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}

test('the release is watched, approved by a second person with the keyboard alone, and stands in staging', async (context) => {
  needBrowser(context);
  needPython(context, 'sqlite3');
  await using stage = await openCliStage({ ui: true, skills: undefined });
  const environments = join(stage.dir, 'environments');
  await mkdir(environments);
  await using browser = await openBrowser();
  await using first = await openConsolePage(stage, browser, { user: 'ada' });
  await using second = await openConsolePage(stage, browser, { user: 'grace', colorScheme: 'dark' });
  await second.page.getByText('Nothing has run here yet').waitFor();

  const plan = join(EXAMPLES, 'release.plan.yaml');
  const submit = ['--user', 'ada', 'run', 'submit', '-f', plan, '-i', `environments=${environments}`, '-q'];
  const runId = (await stage.dome(...submit)).out.trim();

  // Whoever submitted it is asked nothing, and told why their approval would not count.
  await goTo(first.page, '#/inbox');
  const others = first.page.getByRole('row', { name: /you submitted it: nobody approves what they submitted/ });
  await others.waitFor();
  await others.getByRole('link').click();
  await first.page.getByText(`ada submitted ${runId} and cannot approve it`).waitFor();
  expect(await first.page.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true);

  // The second person learns of it on whatever screen she is, and needs no mouse.
  const { page } = second;
  await page.getByText(`${runId}/release waits for your vote.`).waitFor();
  await page.getByLabel('1 waiting for you').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.getByText('it asks grace').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `${runId}/release` }).waitFor();
  await page.getByRole('row', { name: /test failed 1 0 \(-1\)/ }).waitFor();
  await page.getByRole('row', { name: /findings of test 1 error none/ }).waitFor();
  // What failed is told member by member, and the patch of the remedy is read as a diff.
  const failed = page.getByRole('row', { name: /^test failures\/0/ });
  await failed.getByText('test/discount.test.js').first().waitFor();
  await failed.getByText('all of it').press('Enter');
  await failed.getByLabel('/failures/0 message').waitFor();
  const patch = page.getByLabel('patch of fix');
  expect(await patch.locator('del').textContent()).toMatch(/^-  return Math\.floor/);
  expect(await patch.locator('ins').textContent()).toMatch(/^\+  return Math\.round/);
  await page.getByText('1 line added, 1 removed').waitFor();
  const signed = await page.locator('.signed').textContent();
  await page.keyboard.press('v');
  await page.keyboard.type('The fix is one line.');
  await tabTo(page, 'Approve');
  await page.keyboard.press('Enter');
  await page.getByText('approved by grace').first().waitFor();
  await page.getByText('The fix is one line.').first().waitFor();
  await first.page.getByText('approved by grace').first().waitFor();

  // What the rules read stands at each piece of the evidence.
  await page.getByText('6 passed, 0 failed, 0 skipped').first().waitFor();
  await page.getByText('output of test').press('Enter');
  await page
    .locator('.members div', { hasText: /^passed/ })
    .first()
    .waitFor();

  await tabTo(page, 'Read these messages again');
  await page.keyboard.press('Enter');
  await page.getByText('✔ the same bytes').nth(5).waitFor();

  await page.keyboard.press('g');
  await page.keyboard.press('v');
  await page.getByText(`promoted by grace from build, in the run ${runId}`).waitFor();
  await page.getByRole('row', { name: /gate release, round 2 ✔ approved by grace .* ✔ the same bytes/ }).waitFor();
  await goTo(page, `#/runs/${runId}/gates`);
  await page.getByText('made by').waitFor();

  // The same diff stands in the input of the task that applied it.
  await goTo(page, `#/runs/${runId}/tasks/fix/input`);
  await page.getByLabel('input patch').locator('ins').waitFor();

  // A gate belongs to its run, and the way back says so.
  await goTo(page, `#/gates/${runId}/release`);
  const here = page.getByRole('navigation', { name: 'Screens' }).locator('[aria-current=page]');
  expect(await here.textContent()).toBe('Runs');
  const wayBack = page.getByRole('navigation', { name: 'Way back' }).getByRole('link');
  expect(await wayBack.allTextContents()).toEqual(['Runs', runId, 'gates']);
  await wayBack.nth(1).press('Enter');
  await page.getByRole('heading', { name: `success ${runId}` }).waitFor();
  expect(await page.getByRole('link', { name: /^events$/i }).count()).toBe(1);
  await page.getByRole('link', { name: 'waterfall' }).press('Enter');
  await page.getByRole('img', { name: /^waits for people .*: release-manager$/ }).waitFor();
  await page.getByRole('link', { name: /gate release/ }).waitFor();

  // Each round has its waves, with what it came to; without an address of its own it is the newest.
  await goTo(page, `#/runs/${runId}`);
  await page.getByRole('group', { name: `Waves of ${runId}, round 2` }).waitFor();
  await page.getByText('release approved by grace').first().waitFor();
  await page.locator('.box', { hasText: 'promote' }).waitFor();
  await tabTo(page, 'round 1');
  await page.keyboard.press('Enter');
  await page.getByRole('group', { name: `Waves of ${runId}, round 1` }).waitFor();
  expect(new URL(page.url()).hash).toBe(`#/runs/${runId}/waves?iteration=1`);
  await page.getByText(/^quality rejected by the policy: /).waitFor();
  await page.getByText(/^remedy fix: .*; round 2 followed$/).waitFor();
  expect(await page.locator('.box', { hasText: 'promote' }).count()).toBe(0);
  const told = await stage.dome('gate', 'get', `${runId}/release`, '--full');
  expect(told.out).toContain(signed);
  expect([...first.faults, ...second.faults]).toEqual([]);
});
