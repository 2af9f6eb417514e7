// A run that waits for a lock, as its people and an observer see it: it does not look like one that runs.
import { expect, test, vi } from 'vitest';

import { axeFaults } from './axe.ts';
import { needBrowser, openBrowser } from './browser.ts';
import { openCliStage } from './cli-stage.ts';
import { openConsolePage } from './console-page.ts';
import { lockedPlan } from './locked-plan.ts';

vi.setConfig({ testTimeout: 240_000 });

test('a run that waits for a lock says so, and who holds it, wherever the run is shown', async (context) => {
  needBrowser(context);
  await using stage = await openCliStage({
    ui: true,
    files: { 'long.json': lockedPlan(60), 'short.json': lockedPlan(0) },
  });
  const submit = async (file: string): Promise<string> =>
    (await stage.dome('run', 'submit', '-f', file, '-q')).out.trim();
  await using browser = await openBrowser();
  await using wide = await openConsolePage(stage, browser, { user: 'ada' });
  await using narrow = await openConsolePage(stage, browser, {
    user: 'view',
    colorScheme: 'dark',
    viewport: { width: 390, height: 844 },
  });
  const long = await submit('long.json');
  const held = `held by ${long}/work`;
  await wide.page.locator('[data-row]', { hasText: 'the end of work' }).waitFor();
  const short = await submit('short.json');
  const last = await submit('short.json');

  for (const { page } of [wide, narrow]) {
    await page.evaluate("location.hash = '#/runs?state=waiting&q=lines:2'");
    const row = page.locator('[data-row]', { hasText: last });
    await row.getByLabel('waiting').waitFor();
    expect(await page.locator('.row-name', { hasText: long }).count()).toBe(0);
  }
  const rowOf = (runId: string) => wide.page.locator('[data-row]', { hasText: runId });
  await rowOf(short).getByText(`lock lines:2, ${held}, nobody before it`).waitFor();
  await rowOf(last).getByText(`lock lines:2, ${held}, 1 before it`).waitFor();
  await narrow.page.getByText(`lock lines:2, ${held} when the wait began`).first().waitFor();

  for (const { page, faults } of [wide, narrow]) {
    for (const hash of [`#/runs/${last}`, `#/runs/${last}/waterfall`, `#/runs/${last}/tasks/work`]) {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
      await page
        .getByText(/waits for lock lines:2/)
        .first()
        .waitFor();
      await page.locator('h1').getByLabel('waiting').waitFor();
      await page
        .getByRole('link', { name: `${long}/work` })
        .first()
        .waitFor();
      expect(await axeFaults(page), hash).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
    expect(faults).toEqual([]);
  }
  await wide.page.evaluate(`location.hash = '#/runs/${last}'`);
  await wide.page.locator('.box-waiting', { hasText: 'lock lines:2' }).waitFor();
  await wide.page.getByRole('link', { name: `${long}/work`, exact: true }).click();
  await wide.page.getByRole('heading', { name: 'running work' }).waitFor();

  // Whoever looks at the run that holds it reads whom it keeps waiting.
  await wide.page.evaluate(`location.hash = '#/runs/${long}'`);
  await wide.page.getByText(/work holds lock lines:2; 2 jobs wait for it/).waitFor();
  await wide.page.getByRole('link', { name: `${short}/work`, exact: true }).waitFor();

  await stage.dome('run', 'cancel', long);
  await wide.page.evaluate(`location.hash = '#/runs?q=${last}'`);
  await rowOf(last).getByLabel('success').waitFor();
});
