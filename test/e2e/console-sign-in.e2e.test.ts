// Signing in to the console of an installation in a real browser: by a credentials file, and what is said where it fails.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { startBroker } from '@dome/broker';
import { HTTP_ANSWERED } from '@dome/runtime';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test, vi } from 'vitest';

import { axeFaults } from './axe.ts';
import { needBrowser, openBrowser } from './browser.ts';
import { startOperatorBroker } from './operator-broker.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

vi.setConfig({ testTimeout: 120_000 });
beforeAll(() => void execFileSync(process.execPath, [join(import.meta.dirname, '..', '..', 'scripts', 'console.ts')]));

/** The page that a control plane serves, whose broker for browsers is the one that is given. */
async function openAt(stage: Stage, browser: Browser, websocket: string): Promise<Page> {
  const control = await stage.control({ env: { DOME_HTTP: '127.0.0.1:0', DOME_CONSOLE_WEBSOCKET: websocket } });
  const page = await browser.newPage();
  await page.goto(`http://${String(control.log.find(({ msg }) => msg === HTTP_ANSWERED)?.['address'])}/`);
  await page.getByText(websocket).first().waitFor();
  return page;
}

async function signIn(page: Page, user: string, password: string): Promise<void> {
  await page.getByLabel('User').fill(user);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const choose = (page: Page, text: string): Promise<void> =>
  page
    .getByLabel('or a credentials file')
    .setInputFiles({ name: 'ada.creds', mimeType: 'text/plain', buffer: Buffer.from(text) });

/** What is said, once it is. */
async function faultOf(page: Page, part: string): Promise<string> {
  const fault = page.getByRole('alert').filter({ hasText: part });
  await fault.waitFor();
  return (await fault.textContent()) ?? '';
}

test('a credentials file signs in; one of another house, and what is none, are refused with what that usually means', async (context) => {
  needBrowser(context);
  await using stage = await openStage({ skills: [] });
  await using house = await startOperatorBroker();
  const { websocketUrl } = house.broker;
  await using browser = await openBrowser();
  const page = await openAt(stage, browser, websocketUrl);

  await choose(page, 'hello');
  await faultOf(page, 'This is no credentials file');
  await choose(page, house.foreignCredsOf('ada'));
  const foreign = await faultOf(page, 'does not know ada by this credentials file');
  expect(foreign).toContain(websocketUrl);
  expect(foreign).toContain('another installation');
  await choose(page, house.credsOf('ada'));
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  expect(await page.locator('.who').textContent()).toBe('ada');
  expect(await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]')).toEqual([0, 0, '']);
});

test('a wrong password, a broker that does not answer, and one that refuses the page each name the address and the causes', async (context) => {
  needBrowser(context);
  await using stage = await openStage({ skills: [] });
  await using elsewhere = await startBroker({ origins: ['https://console.example.org'] });
  await using ended = await startBroker();
  await ended.kill();
  await using browser = await openBrowser();

  const wrong = await openAt(stage, browser, stage.planes.server.websocketUrl);
  await signIn(wrong, 'ada', 'wrong');
  const refused = await faultOf(wrong, 'does not know ada with this password');
  expect(refused).toContain(stage.planes.server.websocketUrl);
  expect(refused).toContain('mistyped');
  expect(await axeFaults(wrong)).toEqual([]);
  await signIn(wrong, 'ada', stage.planes.credentials('ada').password);
  await wrong.getByRole('button', { name: 'Sign out' }).waitFor();

  for (const { websocketUrl } of [ended, elsewhere]) {
    const page = await openAt(stage, browser, websocketUrl);
    await signIn(page, 'ada', 'any');
    const said = await faultOf(page, 'Nothing answers');
    expect(said).toContain(websocketUrl);
    expect(said).toContain('the broker does not run');
    expect(said).toContain(`allowed_origins, and ${new URL(page.url()).origin} is not among them`);
  }
});
