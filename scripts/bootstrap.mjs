// The single entry point: `node scripts/bootstrap.mjs <task>` on a fresh clone, with nothing installed but Node 20 and
// npm. It installs what package-lock.json lists, makes sure that Node 24 and a broker are available, and runs the task.
// It is plain JavaScript without dependencies, because it runs before there are any.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const bin = join(modules, '.bin');
const stamp = join(modules, '.dome-install');
const isWindows = process.platform === 'win32';
const node24 = isWindows ? join(modules, 'node', 'bin', 'node.exe') : join(bin, 'node');

/** What each task runs under Node 24, and whether it needs a broker. */
const TASKS = {
  demo: { run: ['examples/demo/src/main.ts'], broker: true },
  dev: { run: ['services/cli/src/main.ts', 'dev'], broker: true },
  test: { run: ['node_modules/vitest/vitest.mjs', 'run'], broker: true },
  verify: { run: ['scripts/verify.ts'], broker: true },
  bench: { run: ['bench/main.ts'], broker: true },
  siege: { run: ['test/siege/main.ts'], broker: true },
  cursors: { run: ['test/cursors/main.ts'], broker: true },
  'console-load': { run: ['test/console-load/main.ts'], broker: true },
  screenshots: { run: ['test/screens/main.ts'], broker: true },
  manifests: {
    run: ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/manifests/vitest.config.ts'],
    broker: true,
  },
  build: { run: ['scripts/build.ts'], broker: false },
  pack: { run: ['scripts/pack.ts'], broker: false },
  images: { run: ['scripts/images.ts'], broker: false },
  containers: { run: ['scripts/containers.ts'], broker: true },
  docs: { run: ['scripts/site.ts'], broker: false },
  generate: { run: ['scripts/generate/main.ts'], broker: false },
  format: { run: ['node_modules/oxfmt/bin/oxfmt'], broker: false },
};

const [name = '', ...args] = process.argv.slice(2);
const task = Object.hasOwn(TASKS, name) ? TASKS[name] : undefined;
if (task === undefined) {
  say(`usage: node scripts/bootstrap.mjs <${Object.keys(TASKS).join('|')}>`);
  process.exit(2);
}
try {
  await install();
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
  if (task.broker) env.NATS_SERVER = await findBroker(env);
  process.exitCode = await run(node24, [...task.run, ...args], { env });
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** Installs if the lock file is not the one installed last; the stamp is deleted along with node_modules. */
async function install() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const wanted = createHash('sha256').update(lock).digest('hex');
  const stamped = existsSync(stamp) ? readFileSync(stamp, 'utf8').trim() : '';
  if (stamped !== wanted && isWhatNpmInstalled(lock)) {
    writeFileSync(stamp, `${wanted}\n`);
  } else if (stamped !== wanted) {
    const started = Date.now();
    say('installing what package-lock.json names (npm ci)');
    // On a terminal npm shows its own progress bar.
    const still = process.stderr.isTTY
      ? undefined
      : setInterval(() => say(`still installing, ${seconds(started)}`), 5_000);
    const status = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    clearInterval(still);
    if (status !== 0) throw new Error(`npm ci ended with ${status}: see its output above, mend it, and run this again`);
    writeFileSync(stamp, `${wanted}\n`);
    say(`installed in ${seconds(started)}`);
  }
  if (!existsSync(node24)) {
    throw new Error(
      'npm did not install Node 24: its install script was refused. Run `npm config delete ignore-scripts` and try again',
    );
  }
}

/**
 * True if npm itself has installed what the lock file lists, as after `npm install <package>`: npm keeps a list of what
 * it installed. Packages for other platforms are only in the lock file.
 */
function isWhatNpmInstalled(lock) {
  const list = join(modules, '.package-lock.json');
  if (!existsSync(list)) return false;
  const named = JSON.parse(lock).packages;
  const there = JSON.parse(readFileSync(list, 'utf8')).packages;
  const isSame = (path) =>
    there[path]?.version === named[path]?.version && there[path]?.resolved === named[path]?.resolved;
  const mustBeThere = (path) => path.startsWith('node_modules/') && named[path].optional !== true;
  return (
    Object.keys(there).every((path) => named[path] === undefined || isSame(path)) &&
    Object.keys(named).filter(mustBeThere).every(isSame)
  );
}

/** The npm that runs this script, if any, so that one installation uses one npm. */
async function runNpm(npmArgs) {
  const script = process.env.npm_execpath;
  // Its standard output is not part of the task's result.
  const stdio = ['ignore', 2, 2];
  if (script !== undefined && /\.[cm]?js$/.test(script))
    return await run(process.execPath, [script, ...npmArgs], { stdio });
  return await run('npm', npmArgs, { stdio, shell: isWindows });
}

async function findBroker(env) {
  let path = '';
  const status = await run(node24, ['libs/broker/src/ensure.ts'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    onOutput: (text) => (path += text),
  });
  if (status !== 0) throw new Error('there is no broker to work with');
  return path.trim();
}

/**
 * Runs to the end and returns its exit code. A terminal's Ctrl-C reaches the child itself, which decides when to end.
 */
async function run(command, commandArgs, { onOutput, ...options }) {
  const child = spawn(command, commandArgs, { cwd: root, stdio: 'inherit', ...options });
  child.stdout?.setEncoding('utf8').on('data', onOutput);
  const ignore = () => {};
  const pass = (signal) => child.kill(signal);
  process.on('SIGINT', ignore);
  process.on('SIGTERM', pass);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (cause) => reject(new Error(`${command} cannot be run: ${cause.message}`)));
      child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
    });
  } finally {
    process.off('SIGINT', ignore);
    process.off('SIGTERM', pass);
  }
}

function seconds(started) {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}

function say(line) {
  process.stderr.write(`dome: ${line}\n`);
}
