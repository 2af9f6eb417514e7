// What a browser loads in all, and that it asks nobody else for more.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

import { credsAuthenticator, nkeys } from '@nats-io/nats-core';
import { build } from 'vite';
import type { LibraryOptions } from 'vite';
import { beforeAll, expect, test } from 'vitest';

import { consoleParts } from '../scripts/build/console-parts.ts';

const ROOT = resolve(import.meta.dirname, '..');
const STATIC = join(ROOT, 'services', 'console', 'dist', 'static');
const GZIP_BYTES_MAX = 120 * 1_024;

const files = (): string[] =>
  readdirSync(STATIC, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

beforeAll(() => void execFileSync(process.execPath, [join(ROOT, 'scripts', 'console.ts')]));

test('everything that a browser loads is at most 120 KB, compressed', () => {
  const bytes = files().reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThanOrEqual(GZIP_BYTES_MAX);
});

test('the page has no inline script or style, and names no other server', () => {
  const html = readFileSync(join(STATIC, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<style|style=|<script(?![^>]*src=)|\son\w+=/);
  expect(html).not.toMatch(/https?:\/\//);
  for (const path of files().filter((one) => one.endsWith('.css')))
    expect(readFileSync(path, 'utf8')).not.toMatch(/url\(|@import/);
});

test('a credentials file signs in with what the bundle takes of the client as with the whole of it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dome-console-parts-'));
  try {
    const entry = join(folder, 'entry.js');
    writeFileSync(entry, `export { credsAuthenticator } from '@nats-io/nats-core';\n`);
    const lib = { entry, formats: ['es'], fileName: () => 'client.js' } satisfies LibraryOptions;
    await build({
      configFile: false,
      logLevel: 'error',
      root: folder,
      plugins: [consoleParts(ROOT)],
      build: { outDir: join(folder, 'made'), lib },
    });
    const made: unknown = await import(pathToFileURL(join(folder, 'made', 'client.js')).href);
    const { credsAuthenticator: lean } = made as { credsAuthenticator: typeof credsAuthenticator };
    const creds = credsOf(nkeys.createUser());
    for (const nonce of ['nonce', 'ü'.repeat(100), '', undefined])
      expect(lean(creds)(nonce)).toStrictEqual(credsAuthenticator(creds)(nonce));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function credsOf(pair: ReturnType<typeof nkeys.createUser>): Uint8Array {
  const part = (name: string, text: string): string => `-----BEGIN ${name}-----\n${text}\n------END ${name}------\n`;
  const seed = new TextDecoder().decode(pair.getSeed());
  return new TextEncoder().encode(
    `${part('NATS USER JWT', 'header.claims.signature')}\n${part('USER NKEY SEED', seed)}`,
  );
}
