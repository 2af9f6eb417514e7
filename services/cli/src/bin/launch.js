// Finds the module to run and the Node to run it with: in a clone the sources and the Node 24 that the lock file names, in
// an installed package what was compiled from them.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The first that strips types. */
const NODE_MAJOR_MIN = 24;

/** @param {'main' | 'domed'} name */
export async function launch(name) {
  const source = new URL(`../${name}.ts`, import.meta.url);
  const module = existsSync(source) ? source : new URL(`../${name}.js`, import.meta.url);
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= NODE_MAJOR_MIN) {
    // Compiled code is kept between two commands: the second starts in less than half the time.
    const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
    nodeModule.enableCompileCache?.(join(cache, 'dome', 'compiled'));
    await import(module.href);
    return;
  }
  const bundled = fileURLToPath(new URL('../../../../node_modules/node/bin/node', import.meta.url));
  if (existsSync(bundled)) {
    process.exitCode = await run(bundled, [fileURLToPath(module), ...process.argv.slice(2)]);
    return;
  }
  process.stderr.write(`error: dome runs on Node ${NODE_MAJOR_MIN} or newer, this is ${process.versions.node}\n`);
  process.stderr.write(
    `hint:  get one, for example with \`npm install -g node@${NODE_MAJOR_MIN}\`; in a clone, \`npm ci\` brings its own\n`,
  );
  process.exitCode = 1;
}

/**
 * @param {string} node
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function run(node, args) {
  const child = spawn(node, args, { stdio: 'inherit' });
  // A terminal sends Ctrl-C to the child itself, and the child decides what it means.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
