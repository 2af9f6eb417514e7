// Every wall is seen to stand: each violation is planted in a copy of the real sources, and the judgement that `npm run
// verify` asks for must name it. The copy without one must pass, or the refusals would prove nothing.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { judgeSources } from '../scripts/walls/judge.ts';
import { readModule } from '../scripts/walls/module-contents.ts';
import type { ModuleContents } from '../scripts/walls/module-contents.ts';
import type { ReadModule } from '../scripts/walls/module-graph.ts';
import { faults } from './walls/faults.ts';

const root = join(import.meta.dirname, '..');
const notCopied = new Set(['node_modules', 'dist', '.tsbuild']);
const copy = mkdtempSync(join(tmpdir(), 'dome-walls-'));

beforeAll(() => {
  for (const name of ['libs', 'services', 'examples/demo', 'asyncapi.yaml']) {
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => !notCopied.has(basename(path)),
    });
  }
});
afterAll(() => rmSync(copy, { recursive: true }));

/** Until the end of the test. */
function plant(path: string, text: string): void {
  const file = join(copy, path);
  const made = mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  onTestFinished(() => rmSync(made ?? file, { recursive: true, force: true }));
}

/** Thousands of modules are the same in every test. */
const known = new Map<string, ModuleContents>();
const readKnown: ReadModule = (path, text) => {
  const key = `${path}\n${text}`;
  const contents = known.get(key) ?? readModule(path, text);
  known.set(key, contents);
  return contents;
};
const findings = (): string => judgeSources(copy, readKnown).findings.join('\n');

function runProgram(): { status: number | null; says: string } {
  const program = join(root, 'scripts', 'walls.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, '--root', copy], { encoding: 'utf8' });
  return { status, says: stdout + stderr };
}

test('the sources as they are break no wall, and the walk saw them', () => {
  const { status, says } = runProgram();
  expect(says).toMatch(/^12 walls, [1-9]\d+ modules walked\n$/);
  expect(status).toBe(0);
  expect(findings()).toBe('');
});

test('the program that `npm run verify` runs names what is broken, and fails', () => {
  plant('services/dome/src/planted.ts', `import '@dome/domed';`);
  const { status, says } = runProgram();
  expect(says).toMatch(
    /services\/dome\/src\/planted\.ts:1: .*\[planes\]\n[^]*\n12 walls, \d+ modules walked, 3 findings\n$/,
  );
  expect(status).toBe(1);
});

describe('the walls refuse', () => {
  test.each(faults)('$fault', ({ files, finding }) => {
    for (const [path, text] of Object.entries(files)) plant(path, text);
    const found = findings();
    for (const said of [finding].flat()) expect(found).toMatch(said);
  });
});

test('a copy without a plane is an error: a walk that sees nothing must not pass', () => {
  rmSync(join(copy, 'services', 'dome', 'src', 'main.ts'));
  onTestFinished(() => cpSync(join(root, 'services/dome/src/main.ts'), join(copy, 'services/dome/src/main.ts')));
  expect(runProgram()).toMatchObject({ status: 1, says: expect.stringContaining('it would pass by seeing nothing') });
});
