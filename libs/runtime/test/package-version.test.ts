import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { packageVersion } from '../src/index.ts';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'dome-version-'))));
afterEach(() => rmSync(root, { recursive: true }));

const moduleIn = (...folders: string[]): string => pathToFileURL(join(root, ...folders, 'main.js')).href;

test('a source has its manifest one folder up', () => {
  mkdirSync(join(root, 'src'));
  writeFileSync(join(root, 'package.json'), '{ "version": "1.2.3" }');
  expect(packageVersion(moduleIn('src'))).toBe('1.2.3');
});

test('a published program has its manifest beside it, whatever is above', () => {
  mkdirSync(join(root, 'control'));
  writeFileSync(join(root, 'package.json'), '{ "version": "9.9.9" }');
  writeFileSync(join(root, 'control', 'package.json'), '{ "version": "1.2.3" }');
  expect(packageVersion(moduleIn('control'))).toBe('1.2.3');
});

test('if no manifest has a version, one is returned all the same', () => {
  expect(packageVersion(moduleIn('src'))).toBe('0.0.0');
  writeFileSync(join(root, 'package.json'), '{ "version": 1 }');
  expect(packageVersion(moduleIn('src'))).toBe('0.0.0');
});
