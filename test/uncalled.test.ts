// A library export that no program imports is reported, types too, even if a test imports it: seen on a small workspace
// that is judged by the very configuration that `npm run verify` uses.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const manifest = (name: string, more: object): string => JSON.stringify({ name, type: 'module', ...more });

const FILES: Readonly<Record<string, string>> = {
  'package.json': manifest('planted', { private: true, workspaces: ['libs/*'] }),
  'libs/lib/package.json': manifest('@dome/lib', { version: '1.0.0', exports: './src/index.ts' }),
  'libs/lib/src/index.ts': `export { called, uncalled } from './words.ts';
/** @public It waits for its caller. */
export { waiting } from './words.ts';
export { struck } from './words.ts';
export type { UncalledWord, Word } from './words.ts';
`,
  'libs/lib/src/words.ts': `export type Word = string;
export type UncalledWord = Word;
export const called: Word = 'called';
export const uncalled: UncalledWord = 'uncalled';
export const struck: Word = 'struck';
/** @public */
export const waiting: Word = 'waiting';
`,
  'libs/lib/test/words.test.ts': `import { uncalled } from '@dome/lib';
import type { UncalledWord } from '@dome/lib';
const word: UncalledWord = uncalled;
console.log(word);
`,
  'scripts/program.ts': `import { called } from '@dome/lib';
import type { Word } from '@dome/lib';
const word: Word = called;
console.log(word);
`,
  'test/siege/main.ts': `import './strike.ts';\n`,
  'test/siege/strike.ts': `import { struck } from '@dome/lib';\nconsole.log(struck);\n`,
};

test('an export, value or type, that only a test imports is named, and nothing else is', () => {
  const copy = mkdtempSync(join(tmpdir(), 'dome-uncalled-'));
  onTestFinished(() => rmSync(copy, { recursive: true }));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  mkdirSync(join(copy, 'node_modules', '@dome'), { recursive: true });
  symlinkSync(join(copy, 'libs', 'lib'), join(copy, 'node_modules', '@dome', 'lib'));
  cpSync(join(root, 'knip.config.ts'), join(copy, 'knip.config.ts'));
  const knip = join(root, 'node_modules', 'knip', 'bin', 'knip.js');
  const words = ['--production', '--include', 'exports,types', '--reporter', 'json', '--no-config-hints'];
  const { status, stdout } = spawnSync(process.execPath, [knip, ...words], { cwd: copy, encoding: 'utf8' });
  const names = [...stdout.matchAll(/"name":"(\w+)"/g)].map(([, name]) => name);
  expect(new Set(names)).toEqual(new Set(['uncalled', 'UncalledWord']));
  expect(status).toBe(1);
});
