// Everything that package-lock.json lists, as `npm sbom` describes it. Its own choice among them (`--omit dev` with
// `--workspace`) leaves out what is a dependency of one package and a development dependency of another, so the choice is
// made from the lock file, as it is for what goes into an image.
import { spawnSync } from 'node:child_process';
import process from 'node:process';

/** CycloneDX 1.5. */
export interface Component {
  readonly 'bom-ref': string;
  readonly [field: string]: unknown;
}

/** By name and version, such as `pino@10.1.0`. */
export function npmComponents(): ReadonlyMap<string, Component> {
  const script = process.env['npm_execpath'];
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'];
  const [command, words] = script === undefined ? ['npm', args] : [process.execPath, [script, ...args]];
  const { status, stdout, stderr } = spawnSync(command, words, { encoding: 'utf8', maxBuffer: SBOM_BYTES_MAX });
  if (status !== 0) throw new Error(`npm sbom ended with ${status}: ${stderr.trim()}`);
  // npm's own shape.
  const { components } = JSON.parse(stdout) as { components: readonly Component[] };
  return new Map(components.map((component) => [component['bom-ref'], component]));
}

const SBOM_BYTES_MAX = 64 * 1024 * 1024;
