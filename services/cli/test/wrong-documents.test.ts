// What people get wrong, as they see it told: each folder of `wrong-documents` has the documents, and `expected.txt` the
// command and all that it prints. `npm test -- services/cli/test/wrong-documents -u` writes the files anew.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { runCli } from '../src/cli.ts';
import { memoryIo } from './memory-io.ts';

const HOME = join(import.meta.dirname, 'wrong-documents');
const NAMES = readdirSync(HOME).toSorted();
/** Wide enough for whole sentences, and narrow enough for long lines to be cut. */
const COLUMNS = 100;

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'dome-wrong-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

/** What somebody would type in the folder. */
function wordsFor(folder: string): string[] {
  if (existsSync(join(folder, 'law'))) return ['law', 'apply', 'law'];
  if (!existsSync(join(folder, 'plan.yaml'))) return ['skill', 'validate'];
  const file = existsSync(join(folder, 'inputs.yaml')) ? ['-i', '@inputs.yaml'] : [];
  return ['plan', 'validate', 'plan.yaml', ...file, ...typedIn(folder).flatMap((input) => ['-i', input])];
}

function typedIn(folder: string): string[] {
  const path = join(folder, 'typed.txt');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}

/** The pages lie where this clone does. */
const withoutPlaces = (text: string): string =>
  text.replaceAll(/^docs: .*\/docs\/(\w+\.md)(:\d+)?$/gm, 'docs:  docs/$1');

test('there are sixty, of each kind some', () => {
  expect(NAMES.length).toBeGreaterThanOrEqual(60);
  for (const kind of ['plan', 'policy', 'law', 'inputs', 'manifest'])
    expect(NAMES.filter((name) => name.startsWith(`${kind}-`)).length).toBeGreaterThanOrEqual(6);
});

test.each(NAMES)('%s', async (name) => {
  cpSync(join(HOME, name), place, { recursive: true });
  rmSync(join(place, 'expected.txt'), { force: true });
  // A project ends here; skills are taken whole, as outside of a repository.
  if (!existsSync(join(place, 'skills'))) mkdirSync(join(place, '.git'));
  const words = wordsFor(place);
  const io = memoryIo({ cwd: place, env: { HOME: place, NATS_URL: 'nats://127.0.0.1:1' }, columns: COLUMNS });
  const exitCode = await runCli(words, { version: '0.0.0', ioFor: () => io });
  const said = `$ dome ${words.join(' ')}\n${io.written.out}${withoutPlaces(io.written.err)}exit ${exitCode}\n`;
  expect(exitCode).toBe(2);
  await expect(said).toMatchFileSnapshot(join(HOME, name, 'expected.txt'));
});
