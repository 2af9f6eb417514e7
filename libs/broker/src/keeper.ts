// The process between a broker and its parent. It holds a channel to the parent; when that closes, even because the parent
// was killed, it kills the server and removes what was temporary. After a SIGKILL only one thing is certain on every
// platform, that the kernel closes descriptors, so it relies on nothing else.
// It has a process group of its own: Ctrl-C in a terminal stops the parent, which may still need its broker to drain.
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

interface KeeperTask {
  readonly serverPath: string;
  readonly configPath: string;
  readonly logPath: string;
  /** Removed when the parent is gone: nobody else knows of them. */
  readonly temporary: readonly string[];
  readonly ofParent: readonly string[];
}

/** Other children of the parent end with it too, and write into its folders until then. */
const OTHERS_END_MS = 5_000;

const task = parseTask(process.argv[2] ?? '');
// Registered before there is a server: a signal during its start would end this process and leave the server to nobody.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => server.kill('SIGKILL'));
}
const log = openSync(task.logPath, 'a');
const server = spawn(task.serverPath, ['-c', task.configPath], { stdio: ['ignore', log, log] });
closeSync(log);

let isOrphan = false;

// The end of the channel reports that the parent is gone; an unhandled error would end this process and leave the server
// running.
server.once('spawn', () => process.send?.({ pid: server.pid }, undefined, undefined, () => undefined));
server.on('error', (error) => end(`the server cannot be run: ${error.message}`));
server.once('exit', (code, signal) => end(`the server ended with ${signal ?? `code ${code}`}`));

process.on('message', (message) => {
  if (message === 'SIGTERM' || message === 'SIGKILL') server.kill(message);
});
process.on('disconnect', abandon);
// The parent may have died while this module was loading: then no event will report it.
if (!process.connected) abandon();

function abandon(): void {
  isOrphan = true;
  server.kill('SIGKILL');
}

function end(reason: string): void {
  const leave = (): void => process.exit(0);
  if (!isOrphan && process.connected) {
    process.send?.({ reason }, undefined, undefined, leave);
    return;
  }
  void remove(task.temporary)
    .then(() => (task.ofParent.length === 0 ? undefined : pause(OTHERS_END_MS)))
    .then(() => remove(task.ofParent))
    .then(leave);
}

async function remove(paths: readonly string[]): Promise<void> {
  await Promise.allSettled(paths.map((path) => rm(path, { recursive: true, force: true, maxRetries: 5 })));
}

/** The parent is our own code and writes exactly this; another shape is a defect and may throw. */
function parseTask(text: string): KeeperTask {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new TypeError('the keeper was given no task');
  const paths = (name: string): string[] => {
    const found: unknown = Reflect.get(value, name);
    return Array.isArray(found) ? found.map(String) : [];
  };
  return {
    serverPath: String(Reflect.get(value, 'serverPath')),
    configPath: String(Reflect.get(value, 'configPath')),
    logPath: String(Reflect.get(value, 'logPath')),
    temporary: paths('temporary'),
    ofParent: paths('ofParent'),
  };
}
