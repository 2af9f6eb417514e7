// Installs what the Python examples need into a folder of the repository: the one package that
// examples/python/requirements.txt names, checked against the digest there. The machine's own Python is not changed.
// The output is the folder's path.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const requirements = join(root, 'examples', 'python', 'requirements.txt');
const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16);
const home = join(root, '.dome');
const target = join(home, `python-${wanted}`);
/** An unreachable index must not cost minutes. */
const OUT_OF_REACH = ['--timeout', '10', '--retries', '1'];

if (!existsSync(target)) install();
process.stdout.write(`${target}\n`);

/** Installed elsewhere and moved into place in one step, so that two runs at once do not collide. */
function install() {
  process.stderr.write('dome: installing nats-py for the Python examples (pip)\n');
  mkdirSync(home, { recursive: true });
  const making = mkdtempSync(join(home, 'python-making-'));
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', ...OUT_OF_REACH];
  const what = ['--target', making, '--no-deps', '--only-binary=:all:', '--require-hashes', '-r', requirements];
  const { status, error, stderr } = spawnSync('python3', [...pip, ...what], { encoding: 'utf8' });
  if (error !== undefined || status !== 0) {
    rmSync(making, { recursive: true, force: true });
    const why = error?.message ?? stderr.trim().split('\n').slice(-3).join('\n');
    fail(`nats-py cannot be had: python3 with pip has to install ${requirements}\n${why}`);
  }
  try {
    renameSync(making, target);
  } catch (cause) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(target)) fail(`nats-py cannot be put into ${target}: ${cause.message}`);
  }
}

function fail(message) {
  process.stderr.write(`dome: ${message}\n`);
  process.exit(1);
}
