// How a project is linted, tested and built, by its own words. Pure. What its people chose comes before what its language
// has as a custom, so a Makefile and scripts are asked first.
import { isJsonObject } from '@dome/contracts';
import { parse } from 'yaml';

import { PYTHON_FILES } from './project.ts';
import type { Project } from './project.ts';

export const STAGES = ['lint', 'test', 'build'] as const;
export type ProjectStage = (typeof STAGES)[number];

export interface StageCommand {
  /** A line of shell. */
  readonly command: string;
  /** Where it was found. */
  readonly from: string;
  /** What the command needs first: the packages of the project. */
  readonly prepare?: string;
}

export type StageCommands = Partial<Readonly<Record<ProjectStage, StageCommand>>>;

/** For each stage the first that says how. */
export function stageCommandsOf(project: Project): StageCommands {
  const found = [fromMakefile, fromPackage, fromPython, fromGo, fromCargo, fromWorkflows, fromDockerfile];
  return found.reduce<StageCommands>((steps, from) => ({ ...from(project), ...steps }), {});
}

const TARGETS: Readonly<Record<ProjectStage, readonly string[]>> = {
  lint: ['lint', 'vet', 'format-check'],
  test: ['test', 'tests', 'check'],
  build: ['build', 'all', 'dist'],
};

function fromMakefile({ texts }: Project): StageCommands {
  const file = ['GNUmakefile', 'makefile', 'Makefile'].find((name) => texts[name] !== undefined);
  if (file === undefined) return {};
  const targets = new Set([...(texts[file] ?? '').matchAll(/^([\w.-]+(?: +[\w.-]+)*) *::?(?!=)/gm)].flatMap(wordsOf));
  return stepsBy((stage) => {
    const target = TARGETS[stage].find((name) => targets.has(name));
    return target === undefined ? undefined : { command: `make ${target}`, from: file };
  });
}

const wordsOf = ([, names = '']: RegExpMatchArray): string[] => names.split(/ +/);

/** What `npm init` writes for a project without tests. */
const NO_TEST = /no test specified/;

function fromPackage({ texts, entries }: Project): StageCommands {
  const manifest = jsonIn(texts['package.json']);
  const scripts = isJsonObject(manifest['scripts']) ? manifest['scripts'] : {};
  const program = managerOf(entries);
  return stepsBy((stage) => {
    const script = scripts[stage];
    if (typeof script !== 'string' || NO_TEST.test(script)) return undefined;
    return { command: `${program} run ${stage}`, from: 'package.json', ...packagesFirst({ texts, entries }) };
  });
}

const managerOf = (entries: ReadonlySet<string>): string =>
  ['pnpm', 'yarn'].find((name) => entries.has(LOCK_FILES[name] ?? '')) ?? 'npm';

function packagesFirst({ texts, entries }: Pick<Project, 'texts' | 'entries'>): Pick<StageCommand, 'prepare'> {
  const manifest = jsonIn(texts['package.json']);
  const needs = ['dependencies', 'devDependencies'].some((member) => Object.keys(Object(manifest[member])).length > 0);
  return needs ? { prepare: installBy(managerOf(entries), entries) } : {};
}

const LOCK_FILES: Readonly<Record<string, string>> = { pnpm: 'pnpm-lock.yaml', yarn: 'yarn.lock' };

function installBy(program: string, entries: ReadonlySet<string>): string {
  if (program !== 'npm') return `${program} install --frozen-lockfile`;
  return entries.has('package-lock.json') ? 'npm ci --no-audit --no-fund' : 'npm install --no-audit --no-fund';
}

function fromPython({ texts, entries }: Project): StageCommands {
  const files = PYTHON_FILES.filter((name) => entries.has(name));
  const [from] = files;
  if (from === undefined) return {};
  const said = files.map((name) => texts[name] ?? '').join('\n');
  const step = (command: string, tools: readonly string[] = []): StageCommand => ({
    command,
    from,
    ...environmentFirst({ texts, entries }, tools),
  });
  const folder = ['tests', 'test'].find((name) => entries.has(name));
  const linter = LINTERS.find(({ tool }) => said.includes(tool));
  const isPytest = /pytest/.test(said) || entries.has('pytest.ini');
  return {
    ...(linter === undefined ? {} : { lint: step(linter.command, [linter.tool]) }),
    ...(isPytest ? { test: step('python3 -m pytest', ['pytest']) } : {}),
    ...(!isPytest && folder !== undefined ? { test: step(`python3 -m unittest discover -s ${folder}`) } : {}),
    ...(/^\[build-system\]/m.test(said) ? { build: step('python3 -m build --outdir dist', ['build']) } : {}),
  };
}

/** The packages of the project and the tools, in an environment of the job. */
function environmentFirst(
  { texts, entries }: Pick<Project, 'texts' | 'entries'>,
  tools: readonly string[],
): Pick<StageCommand, 'prepare'> {
  const wanted = [
    ...tools,
    ...(entries.has('requirements.txt') ? ['-r requirements.txt'] : []),
    ...(/^dependencies *= *\[\s*["']/m.test(texts['pyproject.toml'] ?? '') || entries.has('setup.py') ? ['.'] : []),
  ];
  const venv = `python3 -m venv "$TMPDIR/venv" && . "$TMPDIR/venv/bin/activate"`;
  return wanted.length === 0 ? {} : { prepare: `${venv} && python3 -m pip install --quiet ${wanted.join(' ')}` };
}

const LINTERS = [
  { tool: 'ruff', command: 'ruff check .' },
  { tool: 'flake8', command: 'flake8' },
  { tool: 'pylint', command: 'pylint .' },
] as const;

function fromGo({ entries }: Project): StageCommands {
  if (!entries.has('go.mod')) return {};
  const from = 'go.mod';
  return {
    lint: { command: 'go vet ./...', from },
    test: { command: 'go test ./...', from },
    build: { command: 'go build ./...', from },
  };
}

function fromCargo({ entries }: Project): StageCommands {
  if (!entries.has('Cargo.toml')) return {};
  const from = 'Cargo.toml';
  return {
    lint: { command: 'cargo fmt --check', from },
    test: { command: 'cargo test', from },
    build: { command: 'cargo build --release', from },
  };
}

const WORDS: Readonly<Record<ProjectStage, RegExp>> = {
  lint: /\b(lint|ruff|flake8|eslint|clippy|vet|fmt)\b/,
  test: /\b(tests?|pytest|rspec|ctest)\b/,
  build: /\b(build|compile|package)\b/,
};

/** Only commands of one line: what a longer script needs around it is not known here. */
function fromWorkflows({ texts, entries }: Project): StageCommands {
  const files = Object.keys(texts).filter((path) => path.includes('workflows'));
  const lines = files.flatMap((from) => runsIn(texts[from] ?? '').map((command) => ({ command, from })));
  return stepsBy((stage) => {
    const line = lines.find(({ command }) => WORDS[stage].test(command));
    return line === undefined ? undefined : { ...line, ...earlierSteps(line.command, { texts, entries }) };
  });
}

const PYTHON_TOOL = /^(?:python3? -m )?(nox|tox|ruff|flake8|pylint|mypy|black|pytest)\b/;

/** What earlier steps of a workflow do before its command: they install what it runs by. */
function earlierSteps(command: string, project: Pick<Project, 'texts' | 'entries'>): Pick<StageCommand, 'prepare'> {
  const [, tool] = PYTHON_TOOL.exec(command) ?? [];
  if (tool !== undefined) return environmentFirst(project, [tool]);
  if (/^python3? /.test(command)) return environmentFirst(project, []);
  return /^(npm|npx|pnpm|yarn|node) /.test(command) ? packagesFirst(project) : {};
}

function runsIn(text: string): string[] {
  const workflow: unknown = valueOr(() => parse(text));
  const jobs = isJsonObject(workflow) && isJsonObject(workflow['jobs']) ? Object.values(workflow['jobs']) : [];
  const steps = jobs.flatMap((job) => (isJsonObject(job) && Array.isArray(job['steps']) ? job['steps'] : []));
  const runs = steps.flatMap((step) =>
    isJsonObject(step) && typeof step['run'] === 'string' ? [step['run'].trim()] : [],
  );
  return runs.filter((run) => !run.includes('\n') && !run.includes('${{'));
}

function fromDockerfile({ entries }: Project): StageCommands {
  return entries.has('Dockerfile') ? { build: { command: 'docker build .', from: 'Dockerfile' } } : {};
}

function stepsBy(find: (stage: ProjectStage) => StageCommand | undefined): StageCommands {
  return Object.fromEntries(
    STAGES.flatMap((stage) => {
      const step = find(stage);
      return step === undefined ? [] : [[stage, step]];
    }),
  );
}

function jsonIn(text: string | undefined): Record<string, unknown> {
  const value: unknown = valueOr(() => JSON.parse(text ?? '{}'));
  return isJsonObject(value) ? value : {};
}

/** A file that cannot be read says nothing: whoever uses it is told by its own program. */
function valueOr(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}
