// What a browser loads in all, and that it asks nobody else for more.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

import { beforeAll, expect, test } from 'vitest';

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
