// The programs that render and judge manifests. None of them is a package of ours: two are Go modules, one is a Python
// package, each at one version, built once and kept.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

interface Tool {
  readonly variable: string;
  readonly name: string;
  readonly version: string;
  /** Below the tool's folder. */
  readonly program: string;
  readonly takes: string;
  /** Makes it in the folder. */
  readonly make: (folder: string) => void;
}

const TOOLS: readonly Tool[] = [
  {
    variable: 'KUSTOMIZE',
    name: 'kustomize',
    version: '5.8.1',
    program: 'kustomize',
    takes: 'half a minute',
    make: (folder) => goInstall(folder, 'sigs.k8s.io/kustomize/kustomize/v5@v5.8.1'),
  },
  {
    variable: 'HELM',
    name: 'helm',
    version: '3.22.0',
    program: 'helm',
    takes: 'three minutes',
    make: (folder) => goInstall(folder, 'helm.sh/helm/v3/cmd/helm@v3.22.0'),
  },
  {
    variable: 'KUBERNETES_VALIDATE',
    name: 'kubernetes-validate',
    version: '1.37.0',
    program: 'bin/kubernetes-validate',
    takes: 'some seconds',
    make: (folder) => {
      // A virtual environment cannot be moved: it is made where it stays.
      run('python3', ['-m', 'venv', folder]);
      run(join(folder, 'bin', 'pip'), [
        'install',
        '--quiet',
        '--disable-pip-version-check',
        'kubernetes-validate==1.37.0',
      ]);
    },
  },
];

const say = (line: string): void => void process.stderr.write(`dome: ${line}\n`);

export function setup(): void {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dome');
  for (const tool of TOOLS) process.env[tool.variable] = ensure(tool, cache);
}

/** `node test/manifests/tools.ts` makes them and no more: whether they can be had says nothing about a manifest. */
if (import.meta.main) setup();

function ensure({ name, version, program, takes, make }: Tool, cache: string): string {
  const folder = join(cache, `${name}-${version}`);
  const path = join(folder, program);
  if (existsSync(path)) return path;
  say(`making ${name} ${version}, which takes ${takes}`);
  mkdirSync(cache, { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  try {
    make(folder);
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`${name} cannot be made: it needs Go 1.24, Python 3 with venv, and their package registries`, {
      cause,
    });
  }
  return path;
}

/** Go writes a program in one step: an ended build leaves nothing that looks like one. */
function goInstall(folder: string, module: string): void {
  run('go', ['install', module], { ...process.env, GOBIN: folder, CGO_ENABLED: '0' });
}

function run(program: string, args: readonly string[], env = process.env): void {
  execFileSync(program, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}
