// Renders what an operator would apply, and holds it against the schemas of Kubernetes.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;
/** The newest release that has every field we use; older ones are named in the README. */
const KUBERNETES_VERSION = '1.36';
const FOR_KUBERNETES = ['--kube-version', `${KUBERNETES_VERSION}.0`];

/** Kustomize may read nothing outside the folder, as an operator's clone would have it. */
export function kustomize(folder: string): string {
  return said(toolOf('KUSTOMIZE'), ['build', folder]);
}

/** @throws Error with what helm says, where the values are refused */
export function helmTemplate(chart: string, files: readonly string[], sets: readonly string[] = []): string {
  const values = [...files.flatMap((file) => ['--values', file]), ...sets.flatMap((set) => ['--set', set])];
  return said(toolOf('HELM'), ['template', 'dome', chart, '--namespace', 'dome', ...FOR_KUBERNETES, ...values]);
}

/** What `helm lint --strict` has against the chart with these values; nothing if it is sound. */
export function helmLint(chart: string, file: string): string {
  const { status, stdout, stderr } = spawnSync(
    toolOf('HELM'),
    ['lint', '--strict', chart, ...FOR_KUBERNETES, '--values', file],
    { encoding: 'utf8' },
  );
  return status === 0 ? '' : `${stdout}${stderr}`;
}

/** What the schemas of Kubernetes have against these objects, unknown members included; nothing if they are sound. */
export function schemaComplaints(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'dome-manifests-'));
  try {
    const file = join(folder, 'rendered.yaml');
    writeFileSync(file, text);
    const { status, stdout, stderr } = spawnSync(
      toolOf('KUBERNETES_VALIDATE'),
      ['--kubernetes-version', KUBERNETES_VERSION, '--strict', '--no-warn', '--quiet', file],
      { encoding: 'utf8' },
    );
    return status === 0 ? '' : `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function said(program: string, args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', maxBuffer: OUTPUT_BYTES_MAX, stdio: 'pipe' });
}

function toolOf(variable: string): string {
  const path = process.env[variable];
  if (path === undefined) throw new Error(`${variable} is not set: run these tests by \`npm run manifests\``);
  return path;
}
