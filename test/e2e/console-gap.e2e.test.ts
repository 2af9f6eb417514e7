// What the stream discarded while the connection of the page was slow is named on the events screen, with its sequences.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { subjects } from '@dome/contracts';
import { HTTP_ANSWERED } from '@dome/runtime';
import { eventually } from '@dome/testkit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { axeFaults } from './axe.ts';
import { needBrowser, openBrowser } from './browser.ts';
import { openStage } from './stage.ts';

/** Nothing that the page sends reaches the broker between `hold` and `release`. */
async function holdable(page: Page, url: string) {
  const held: (() => void)[] = [];
  let isHeld = false;
  await page.routeWebSocket(
    (of) => of.href.startsWith(url),
    (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        if (isHeld) held.push(() => server.send(message));
        else server.send(message);
      });
    },
  );
  return {
    held,
    hold: () => void (isHeld = true),
    release: () => {
      isHeld = false;
      for (const send of held.splice(0)) send();
    },
  };
}

test('messages that a stream discards before the page reads them are named', { timeout: 120_000 }, async (context) => {
  needBrowser(context);
  execFileSync(process.execPath, [join(import.meta.dirname, '..', '..', 'scripts', 'console.ts')]);
  await using stage = await openStage({ skills: [] });
  const { websocketUrl } = stage.planes.server;
  const control = await stage.control({ env: { DOME_HTTP: '127.0.0.1:0', DOME_CONSOLE_WEBSOCKET: websocketUrl } });
  await using browser = await openBrowser();
  const page = await browser.newPage();
  const wire = await holdable(page, websocketUrl);
  await page.goto(`http://${String(control.log.find(({ msg }) => msg === HTTP_ANSWERED)?.['address'])}/#/events`);
  await page.getByLabel('User').fill('ada');
  await page.getByLabel('Password').fill(stage.planes.credentials('ada').password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.message-row', { hasText: 'dome.evt.law.access' }).waitFor();

  const subject = subjects.runEvent({ plan: 'noise', runId: 'noise-aaaaaaaa', phase: 'wave-started' });
  await stage.dome.request(subject, '{}');
  await page.locator('.message-row', { hasText: subject }).waitFor();
  wire.hold();
  const first = (await stage.dome.request(subject, '{}')).json<{ seq: number }>().seq;
  for (let sent = 1; sent < 20; sent += 1) await stage.dome.request(subject, '{}');
  await eventually(() => wire.held.length > 0);
  const provisioner = await stage.planes.connectAs('dome-provisioner');
  await provisioner.request('$JS.API.STREAM.PURGE.RUN_EVENTS', JSON.stringify({ seq: first + 15 }));
  wire.release();

  await page
    .getByText(`Gap: 15 messages of RUN_EVENTS not shown, sequences ${first}–${first + 14}: the stream discarded them`)
    .waitFor();
  await page.locator('.message-row', { hasText: `#${first + 19}` }).waitFor();
  expect(await axeFaults(page)).toEqual([]);
});
