// The console in a real browser, served by `dome dev`: signed in by its link, live, and with nobody else spoken to.
import { get } from 'node:http';

import { expect, test, vi } from 'vitest';

import { needBrowser, openBrowser } from './browser.ts';
import { openCliStage } from './cli-stage.ts';
import { consoleLink } from './console-page.ts';
import { viewPassword } from './view-password.ts';

vi.setConfig({ testTimeout: 120_000 });

const PLAN = {
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'count',
  version: '1.0.0',
  tasks: { count: { uses: 'count-node@^1', input: { lines: 2, seconds: 0 } } },
};

test('a run is seen as it comes, by whoever opened the link and by an observer who signs in', async (context) => {
  needBrowser(context);
  await using stage = await openCliStage({ ui: true, files: { 'count.plan.json': JSON.stringify(PLAN) } });
  const link = consoleLink(stage);
  await using browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  const faults: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
  page.on('pageerror', (error) => void faults.push(error.message));
  const foreign: string[] = [];
  const { origin } = new URL(link);
  page.on('request', (request) => void (request.url().startsWith(origin) || foreign.push(request.url())));

  await page.goto(link);
  await page.getByText('Nothing has run here yet').waitFor();
  expect(page.url()).toBe(`${origin}/#/runs`);
  const submitted = await stage.dome('run', 'submit', '-f', 'count.plan.json', '--wait');
  expect(submitted.exitCode, submitted.err).toBe(0);
  const row = page.locator('[data-row]');
  await row.getByLabel('success').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /count-/ }).waitFor();
  await page.getByText('wave 1').waitFor();
  expect(await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]')).toEqual([0, 0, '']);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('User').fill('view');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('alert').textContent()).toContain('does not know view');
  await page.getByLabel('Password').fill(await viewPassword(stage));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await row.getByLabel('success').waitFor();
  expect(faults).toEqual([]);
  expect(foreign).toEqual([]);
});

test('the page of another server is refused by the broker', async () => {
  await using stage = await openCliStage({ ui: true });
  const url = /WebSocket\s+(ws:\/\/\S+)/.exec(stage.dev.said.out)?.[1] ?? '';
  const { origin: pages } = new URL(consoleLink(stage));
  expect(await statusFor(url, pages)).toBe(101);
  expect(await statusFor(url, 'http://evil.example.org')).toBe(403);
});

/** What the broker answers to a browser that a page of the origin asks for a WebSocket. */
function statusFor(url: string, origin: string): Promise<number | undefined> {
  const headers = {
    origin,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  return new Promise((resolve, reject) => {
    const asked = get(url.replace(/^ws:/, 'http:'), { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('upgrade', ({ statusCode }, socket) => {
      socket.destroy();
      resolve(statusCode);
    });
    asked.once('error', reject);
  });
}
