import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { listenHttp, siteRoutes } from '../src/index.ts';

async function served(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dome-site-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, '..secret'), 'of the folder alone');
  const site = join(folder, 'site');
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(site, name, '..'), { recursive: true });
    await writeFile(join(site, name), text);
  }
  const listener = await listenHttp({
    address: { host: '127.0.0.1', port: 0 },
    variable: '--ui-port',
    routes: { '/docs/own': () => ({ status: 200, text: 'own' }), ...(await siteRoutes(site)) },
    logger: { info: () => undefined, error: () => undefined },
  });
  onTestFinished(() => listener[Symbol.asyncDispose]());
  return `http://${listener.address}`;
}

const SITE = { 'index.html': '<h1>Dome</h1>', 'reference/streams.md': '# Streams', 'assets/site.css': 'a {}' };

test('every file of the site is served with its type, and the folder as its first page', async () => {
  const url = await served(SITE);
  for (const [path, text, type] of [
    ['/docs/', '<h1>Dome</h1>', 'text/html; charset=utf-8'],
    ['/docs', '<h1>Dome</h1>', 'text/html; charset=utf-8'],
    ['/docs/index.html?q=1', '<h1>Dome</h1>', 'text/html; charset=utf-8'],
    ['/docs/reference/streams.md', '# Streams', 'text/markdown; charset=utf-8'],
    ['/docs/assets/site.css', 'a {}', 'text/css; charset=utf-8'],
    ['/docs/own', 'own', 'text/plain; charset=utf-8'],
  ] as const) {
    const got = await fetch(`${url}${path}`);
    expect([path, got.status, await got.text(), got.headers.get('content-type')]).toEqual([path, 200, text, type]);
  }
});

test('what is no file of the site is not there, wherever it lies', async () => {
  const url = await served(SITE);
  for (const path of ['/docs/gone.html', '/docs/reference', '/docs/%2e%2e/..secret', '/docs/..%2f..secret', '/docs/*'])
    expect([path, (await fetch(`${url}${path}`)).status]).toEqual([path, 404]);
  expect(await (await fetch(`${url}/elsewhere`)).text()).toContain('The paths are /docs/own, /docs/*, /docs.');
});

test('where no site was built, there is none', async () => {
  expect(await siteRoutes(join(tmpdir(), 'no', 'such', 'folder'))).toEqual({});
  expect((await fetch(`${await served({ 'other.html': '' })}/docs/other.html`)).status).toBe(404);
});
