// Who promoted what stands in an environment, on which evidence; what closes it, until when, by the clocks of whoever looks; and
// what was promoted before: as an observer reads it in a real browser.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { momentOf } from '@dome/contracts/portable';
import { needPython } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import { needBrowser, openBrowser } from './browser.ts';
import { openCliStage } from './cli-stage.ts';
import { openConsolePage } from './console-page.ts';
import { EXAMPLES } from './stage.ts';

vi.setConfig({ testTimeout: 240_000 });

const VIEWER_ZONE = 'America/New_York';
const DAY_MS = 86_400_000;
const FORMAT: Intl.DateTimeFormatOptions = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
  timeZone: VIEWER_ZONE,
};

/** As the page shows it. */
function momentText(local: string, timeZone: string): string {
  const ms = momentOf(local, timeZone);
  const isThisYear = new Date(ms).getFullYear() === new Date().getFullYear();
  const own = new Intl.DateTimeFormat('en-GB', isThisYear ? FORMAT : { ...FORMAT, year: 'numeric' }).format(ms);
  return `${own} (${new Date(ms).toISOString().slice(11, 16)} UTC)`;
}

const dayFromNow = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

test('what stands, by whom and on which evidence; what closes the environment and until when; what was before', async (context) => {
  needBrowser(context);
  needPython(context, 'sqlite3');
  await using stage = await openCliStage({ ui: true, skills: undefined });
  const environments = join(stage.dir, 'environments');
  await mkdir(environments);
  const plan = join(EXAMPLES, 'release.plan.yaml');
  const submit = ['--user', 'ada', 'run', 'submit', '-f', plan, '-i', `environments=${environments}`, '-q'];
  const runId = (await stage.dome(...submit)).out.trim();
  await stage.dome('run', 'wait', runId, '--for', 'gate');
  await stage.dome('--user', 'grace', 'gate', 'approve', `${runId}/release`, '-m', 'One line.', '--yes');
  await stage.dome('run', 'wait', runId);

  await using browser = await openBrowser();
  await using opened = await openConsolePage(stage, browser, { user: 'view', timezoneId: VIEWER_ZONE });
  const { page } = opened;
  await page.getByRole('link', { name: 'Environments', exact: true }).click();
  const staging = page.getByRole('region', { name: 'What stands in staging' });
  await staging.getByText(`promoted by grace from build, in the run ${runId}`).waitFor();
  await staging.getByText('Open to promotions at any time').waitFor();
  const rests = (gate: string, by: string): RegExp =>
    new RegExp(`gate ${gate}, round 2 ✔ approved by ${by} .* RUN_EVENTS #\\d+ sha256:\\w+ ✔ the same bytes`);
  await staging.getByRole('row', { name: rests('quality', 'policy') }).waitFor();
  await staging.getByRole('row', { name: rests('release', 'grace') }).waitFor();
  await staging.getByText(/The decision is RUN_EVENTS #\d+/).waitFor();
  await staging.getByRole('link', { name: 'gate release, round 2' }).click();
  await page.getByRole('heading', { name: `${runId}/release` }).waitFor();
  await page.getByText('One line.').first().waitFor();
  await page.goBack();

  // What the law says from now on is shown without a reload, and is what the plane does.
  const until = `${dayFromNow(3)}T14:00`;
  const [from, zone] = [`${dayFromNow(-2)}T00:00`, 'Europe/Vienna'];
  await mkdir(join(stage.dir, 'law'));
  const before = await readFile(join(EXAMPLES, 'law', 'staging.environment.yaml'), 'utf8');
  const definition = [
    before.replace('version: 1.0.0', 'version: 1.1.0'),
    `windows: [{ days: [mon, tue, wed, thu, fri, sat, sun], from: '00:00', to: '24:00', timeZone: ${zone} }]`,
    `freezes: [{ from: ${from}, to: ${until}, timeZone: ${zone}, reason: the sale of the year }]`,
  ];
  await stage.write('law/staging.environment.yaml', definition.join('\n'));
  expect((await stage.dome('law', 'apply', 'law', '-m', 'no surprises')).err).toBe('');
  const moment = momentText(until, zone);
  await staging.getByText(`Closed to promotions until ${moment}`).waitFor();
  await staging.getByText(`frozen until ${moment}: the sale of the year`).waitFor();
  await staging.getByText('a run that promotes into staging is refused when it is submitted').waitFor();
  await staging.getByText(`mon tue wed thu fri sat sun 00:00 to 24:00 ${zone}`).waitFor();
  expect(await stage.dome(...submit)).toMatchObject({
    exitCode: 3,
    err: expect.stringContaining('ENVIRONMENT_FROZEN'),
  });

  await staging.getByRole('link', { name: 'Every promotion into staging' }).click();
  await page.getByRole('row', { name: new RegExp(`^${runId} package sha256:\\w+ build done grace `) }).waitFor();
  await page.getByText('These are all since event 1').waitFor();

  await page.getByRole('link', { name: 'Law', exact: true }).click();
  await page.getByRole('row', { name: /^environment staging@1.1.0 \S+ .* ago #\d+ sha256:/ }).waitFor();
  expect(await page.getByText('no surprises').count()).toBe(1);
  expect(await page.getByText('the first law of this installation').count()).toBe(1);
  expect(opened.faults).toEqual([]);
});
