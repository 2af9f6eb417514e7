import { expect, test } from 'vitest';

import { stageCommandsOf } from '../../src/init/stage-commands.ts';

/** The commands, by stage, of a project with these files; a file without text has nothing that is read. */
function commandsOf(files: Readonly<Record<string, string>>): Record<string, string> {
  const entries = new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''));
  const steps = Object.entries(stageCommandsOf({ name: 'shop', entries, texts: files }));
  return Object.fromEntries(
    steps.map(([stage, { command, prepare }]) => [stage, prepare === undefined ? command : `${prepare} | ${command}`]),
  );
}

test('scripts of package.json run by the manager whose lock file is there, after its packages are installed', () => {
  const scripts = { lint: 'eslint .', test: 'vitest run', build: 'tsc' };
  const manifest = (more: object): Record<string, string> => ({ 'package.json': JSON.stringify({ scripts, ...more }) });
  expect(commandsOf(manifest({}))).toEqual({ lint: 'npm run lint', test: 'npm run test', build: 'npm run build' });
  const needs = { devDependencies: { eslint: '9.0.0' } };
  expect(commandsOf(manifest(needs))['lint']).toBe('npm install --no-audit --no-fund | npm run lint');
  expect(commandsOf({ ...manifest(needs), 'package-lock.json': '' })['test']).toBe(
    'npm ci --no-audit --no-fund | npm run test',
  );
  for (const [program, lock] of [
    ['pnpm', 'pnpm-lock.yaml'],
    ['yarn', 'yarn.lock'],
  ] as const)
    expect(commandsOf({ ...manifest(needs), [lock]: '' })['build']).toBe(
      `${program} install --frozen-lockfile | ${program} run build`,
    );
});

test('the script of a project without tests is none, and a manifest that cannot be read says nothing', () => {
  const scripts = { test: 'echo "Error: no test specified" && exit 1' };
  expect(commandsOf({ 'package.json': JSON.stringify({ scripts }) })).toEqual({});
  expect(commandsOf({ 'package.json': '{' })).toEqual({});
  expect(commandsOf({ 'package.json': '[1]' })).toEqual({});
});

test('targets of a Makefile come before what the language has as a custom, and variables are no targets', () => {
  const makefile = 'build := out\n.PHONY: all check\nall check: deps\n\ttrue\nlint:\n\tgo vet ./...\ndeps:\n';
  expect(commandsOf({ Makefile: makefile, 'go.mod': 'module shop\n' })).toEqual({
    lint: 'make lint',
    test: 'make check',
    build: 'make all',
  });
});

test('Python is tested by pytest where it is named, else by unittest, with the packages of the project', () => {
  expect(commandsOf({ 'setup.cfg': '', 'tests/test_a.py': '' })).toEqual({
    test: 'python3 -m unittest discover -s tests',
  });
  const venv = 'python3 -m venv "$TMPDIR/venv" && . "$TMPDIR/venv/bin/activate" && python3 -m pip install --quiet';
  const pyproject =
    '[build-system]\nrequires = []\n[project]\ndependencies = ["nats-py"]\n[tool.ruff]\n[tool.pytest.ini_options]\n';
  expect(commandsOf({ 'pyproject.toml': pyproject, 'requirements.txt': 'six\n' })).toEqual({
    lint: `${venv} ruff -r requirements.txt . | ruff check .`,
    test: `${venv} pytest -r requirements.txt . | python3 -m pytest`,
    build: `${venv} build -r requirements.txt . | python3 -m build --outdir dist`,
  });
});

test('Go and Rust have one way, which everybody knows', () => {
  expect(commandsOf({ 'go.mod': '' })).toEqual({
    lint: 'go vet ./...',
    test: 'go test ./...',
    build: 'go build ./...',
  });
  expect(commandsOf({ 'Cargo.toml': '' })).toEqual({
    lint: 'cargo fmt --check',
    test: 'cargo test',
    build: 'cargo build --release',
  });
});

test('what nothing else says is taken from workflows and from a Dockerfile', () => {
  const workflow = `jobs:
  ci:
    steps:
      - uses: actions/checkout@v4
      - run: |
          cd app
          bundle exec rspec
      - run: bundle exec rspec
      - run: make lint FILES=\${{ inputs.files }}
`;
  expect(commandsOf({ '.github/workflows/ci.yml': workflow, Dockerfile: '' })).toEqual({
    test: 'bundle exec rspec',
    build: 'docker build .',
  });
  expect(commandsOf({ '.github/workflows/ci.yml': 'jobs: [' })).toEqual({});
});

test('a command of a workflow comes with what the steps before it install', () => {
  const workflow = (...runs: string[]): string =>
    JSON.stringify({ jobs: { ci: { steps: runs.map((run) => ({ run })) } } });
  const nox = { 'pyproject.toml': '[project]\n', '.github/workflows/ci.yml': workflow('python -m nox -s lint') };
  expect(commandsOf(nox)['lint']).toBe(
    'python3 -m venv "$TMPDIR/venv" && . "$TMPDIR/venv/bin/activate" && python3 -m pip install --quiet nox | python -m nox -s lint',
  );
  const scripts = { 'package.json': JSON.stringify({ devDependencies: { eslint: '9.0.0' } }) };
  expect(commandsOf({ ...scripts, '.github/workflows/ci.yml': workflow('npx eslint .') })['lint']).toBe(
    'npm install --no-audit --no-fund | npx eslint .',
  );
});
