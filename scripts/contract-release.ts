// Keeps the contract as it is now as a released one, in schemas/released/<release>/: later contracts are judged against it,
// in a clone of any depth. `node scripts/contract-release.ts 0.2.0`; `--pre-release` while nobody relies on it.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { isContractFile } from '@dome/compat';

const NOTHING_ACCEPTED = '# Changes that break the pre-release, each with its reason: docs/compatibility.md.\n[]\n';

const { values, positionals } = parseArgs({
  options: { root: { type: 'string' }, 'pre-release': { type: 'boolean', default: false } },
  allowPositionals: true,
});
const root = resolve(values.root ?? resolve(import.meta.dirname, '..'));
const [release = ''] = positionals;
const folder = join(root, 'schemas/released', release);
if (!/^\d+\.\d+\.\d+$/.test(release)) complain('say which release, such as 0.2.0', 2);
else if (isReleased(folder)) complain(`${release} is released, and a release stays what it was`, 1);
else keep();

function complain(what: string, exitCode: number): void {
  process.stderr.write(`contract-release: ${what}\n`);
  process.exitCode = exitCode;
}

function keep(): void {
  rmSync(folder, { recursive: true, force: true });
  const paths = contractPaths(root);
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
  const facts = { release, preRelease: values['pre-release'] };
  writeFileSync(join(folder, 'release.json'), `${JSON.stringify(facts, undefined, 2)}\n`);
  // They were changes since the release before.
  writeFileSync(join(root, 'schemas/released/accepted.yaml'), NOTHING_ACCEPTED);
  process.stdout.write(`contract-release: ${paths.length} files in ${relative(root, folder)}\n`);
}

/** A pre-release is made anew, or becomes the release. */
function isReleased(kept: string): boolean {
  const path = join(kept, 'release.json');
  if (!existsSync(path)) return false;
  const facts = JSON.parse(readFileSync(path, 'utf8')) as { readonly preRelease?: boolean };
  return facts.preRelease !== true;
}

function contractPaths(from: string): string[] {
  const below = readdirSync(join(from, 'schemas'), { recursive: true, encoding: 'utf8' });
  return ['asyncapi.yaml', ...below.map((path) => join('schemas', path))].filter(isContractFile).toSorted();
}
