import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { consoleRoutes } from '../src/index.ts';
import type { ConsoleConfig } from '../src/index.ts';

const CONFIG: ConsoleConfig = { websocket: 'wss://nats.example.org:8443/some/path', mode: 'installation' };
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dome-console-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'assets', 'index-abc.js'), 'export {};');
});
afterAll(() => rm(folder, { recursive: true }));

const ask = async (path: string, authorization?: string, config: ConsoleConfig | undefined = CONFIG) => {
  const session = () => ({ token: 'right', user: 'ada', password: 'secret' });
  const routes = await consoleRoutes({ folder, config: () => config, session });
  return await routes[path]?.({ path, query: new URLSearchParams(), accept: '*/*', authorization });
};

test('the page may run nothing but its own files, and speak to its server and the broker alone', async () => {
  const policy = (await ask('/'))?.headers?.['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self' wss://nats.example.org:8443;");
  expect(policy).not.toMatch(/unsafe|\*|data:|blob:/);
});

test('a file is served with its type, and a name that nobody listed is not', async () => {
  expect(await ask('/assets/index-abc.js')).toMatchObject({
    status: 200,
    contentType: 'text/javascript; charset=utf-8',
  });
  expect(await ask('/assets/../package.json')).toBeUndefined();
});

test('the session is for whoever has the token of the link', async () => {
  expect(await ask('/session', 'Bearer right')).toMatchObject({
    status: 200,
    text: '{"user":"ada","password":"secret"}\n',
  });
  for (const wrong of [undefined, '', 'Bearer', 'Bearer wrong', 'right']) {
    expect(await ask('/session', wrong)).toMatchObject({ status: 403, text: '{}\n' });
  }
});

test('a folder without a console is named', async () => {
  await expect(consoleRoutes({ folder: tmpdir(), config: () => CONFIG })).rejects.toThrow('There is no console in');
});
