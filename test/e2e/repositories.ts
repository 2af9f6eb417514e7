// Repositories of several kinds, with tests that hold, as their own tools make them.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const NPM = {
  'package.json': JSON.stringify({
    name: 'sum',
    type: 'module',
    scripts: { lint: 'node --check sum.js', test: 'node --test' },
  }),
  'sum.js': 'export const sum = (a, b) => a + b;\n',
  'sum.test.js':
    "import test from 'node:test';\nimport { equal } from 'node:assert';\nimport { sum } from './sum.js';\ntest('sum', () => equal(sum(1, 2), 3));\n",
} as const;

const PYTHON = {
  'pyproject.toml': '[project]\nname = "total"\nversion = "1.0.0"\n',
  'total.py': 'def total(a, b):\n    return a + b\n',
  'tests/test_total.py':
    'import unittest\nfrom total import total\n\n\nclass Total(unittest.TestCase):\n    def test_total(self):\n        self.assertEqual(total(1, 2), 3)\n',
} as const;

export const MAKE = {
  Makefile:
    '.PHONY: lint test build\nlint:\n\tsh -n add.sh\ntest: build\n\ttest "$$(sh out/add.sh 1 2)" = 3\nbuild:\n\tmkdir -p out && cp add.sh out\n',
  'add.sh': 'echo $(($1 + $2))\n',
  // As many projects have it, and one of the skills is called so.
  '.gitignore': 'out\nbuild\n',
} as const;

/** Each with a change that its own tests refuse. */
export const KINDS = [
  { kind: 'npm', files: NPM, tasks: ['lint', 'test'], broken: { 'sum.js': 'export const sum = (a, b) => a - b;\n' } },
  { kind: 'Python', files: PYTHON, tasks: ['test'], broken: { 'total.py': 'def total(a, b):\n    return 0\n' } },
  { kind: 'make', files: MAKE, tasks: ['lint', 'test', 'build'], broken: { 'add.sh': 'echo 4\n' } },
] as const;

export interface Repository extends AsyncDisposable {
  readonly dir: string;
}

export async function openRepository(files: Readonly<Record<string, string>>): Promise<Repository> {
  const dir = await mkdtemp(join(tmpdir(), 'dome-init-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  execFileSync('git', ['init', '-q'], { cwd: dir });
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}
