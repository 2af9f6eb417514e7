// A repository as somebody brings it: cloned, with a history, with a package that its tests need and git does not track, and with
// tests that look at what a build makes.
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const FIRST = {
  'package.json': JSON.stringify({
    name: 'tally',
    version: '0.3.1',
    type: 'module',
    scripts: { build: 'node build.js', pretest: 'npm run build', test: 'node --test' },
    devDependencies: { 'same-as': 'file:tools/same-as' },
  }),
  'tools/same-as/package.json': JSON.stringify({ name: 'same-as', version: '1.0.0', type: 'module', main: 'index.js' }),
  'tools/same-as/index.js': "export { strictEqual as sameAs } from 'node:assert';\n",
  'build.js':
    "import { cpSync, mkdirSync } from 'node:fs';\nmkdirSync('lib', { recursive: true });\ncpSync('src/tally.js', 'lib/tally.js');\n",
  'src/tally.js': 'export const tally = (words) => words.length;\n',
  'test/tally.test.js':
    "import { test } from 'node:test';\nimport { sameAs } from 'same-as';\nimport { tally } from '../lib/tally.js';\ntest('counts each word', () => sameAs(tally(['a', 'b', 'a']), 3));\n",
  '.gitignore': 'node_modules\nlib\n*-lock.*\n',
} as const;

const LATER = {
  'src/tally.js':
    'export const tally = (words) => words.length;\nexport const kinds = (words) => new Set(words).size;\n',
} as const;

/** What its tests say no to. */
export const SPOIL = "sed -i.bak 's/words.length/words.length + 1/' src/tally.js && rm src/tally.js.bak";

/** @returns the folder of a clone, below `dir` */
export async function cloneOfAnother(dir: string): Promise<string> {
  const origin = join(dir, 'origin');
  await mkdir(origin);
  const git = (...words: readonly string[]): void => {
    const who = ['-c', 'user.name=Lin', '-c', 'user.email=lin@example.org', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...who, ...words], { cwd: origin });
  };
  git('init', '-q');
  for (const [files, says] of [
    [FIRST, 'Count words'],
    [LATER, 'Count kinds of words'],
  ] as const) {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(origin, path)), { recursive: true });
      await writeFile(join(origin, path), text);
    }
    git('add', '-A');
    git('commit', '-q', '-m', says);
  }
  git('tag', 'v0.3.1');
  execFileSync('git', ['clone', '-q', origin, 'tally'], { cwd: dir });
  return join(dir, 'tally');
}
