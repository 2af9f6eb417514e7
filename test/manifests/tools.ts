// The programs that render and judge manifests. None of them is a package of ours: two are Go modules, one is a Python
// package, each at one version, built once and kept.
import { join } from 'node:path';
import process from 'node:process';

import { buildTool, goInstall, run } from '../built-tools.ts';
import type { BuiltTool } from '../built-tools.ts';

interface ManifestTool extends BuiltTool {
  readonly variable: string;
}

const TOOLS: readonly ManifestTool[] = [
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

export function setup(): void {
  for (const tool of TOOLS) process.env[tool.variable] = buildTool(tool);
}

/** `node test/manifests/tools.ts` makes them and no more: whether they can be had says nothing about a manifest. */
if (import.meta.main) setup();
