// The console as an installation serves it: by the control plane, beside its probes, where the configuration says so.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { HTTP_ANSWERED } from '@dome/runtime';
import { expect, test } from 'vitest';

import { needBrowser, openBrowser } from './browser.ts';
import { httpOf } from './http-of.ts';
import { openStage } from './stage.ts';

const HTTP = { DOME_HTTP: '127.0.0.1:0' };

test('dome serves the console beside its probes, and a person signs in', { timeout: 120_000 }, async (context) => {
  needBrowser(context);
  execFileSync(process.execPath, [join(import.meta.dirname, '..', '..', 'scripts', 'console.ts')]);
  await using stage = await openStage({ skills: ['count-node'] });
  const { server } = stage.planes;
  const control = await stage.control({ env: { ...HTTP, DOME_CONSOLE_WEBSOCKET: server.websocketUrl } });
  expect(await httpOf(control, '/readyz')).toMatchObject({ status: 200 });
  expect((await httpOf(control, '/metrics')).text).toContain('dome_ready 1');
  expect(JSON.parse((await httpOf(control, '/config.json')).text)).toEqual({
    websocket: server.websocketUrl,
    mode: 'installation',
  });
  // Nobody is signed in by a link here.
  expect(await httpOf(control, '/session')).toMatchObject({ status: 404 });

  await using browser = await openBrowser();
  const page = await browser.newPage();
  await page.goto(`http://${String(control.log.find(({ msg }) => msg === HTTP_ANSWERED)?.['address'])}/#/skills`);
  await page.getByLabel('User').fill('ada');
  await page.getByLabel('Password').fill(stage.planes.credentials('ada').password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Skills' }).waitFor();
  await page.getByText('No service answers').waitFor();
  await stage.daemon();
  await page.getByRole('link', { name: /count-node/ }).waitFor();
});

test('without the variable dome serves no console', { timeout: 60_000 }, async () => {
  await using stage = await openStage({ skills: [] });
  const control = await stage.control({ env: HTTP });
  expect(await httpOf(control, '/')).toMatchObject({ status: 404 });
});
