// The parent of everything that the daemon starts: `launcher-main <pid of the daemon>`. Starting a process means
// copying the memory map of its parent and waiting until the child has loaded its program, on a busy machine for a
// fifth of a second. The daemon is large and serves many, so a small process that nobody waits for does it. It decides
// nothing and reads nothing: the streams of what it starts are the daemon's. It ends with the daemon, and so does
// everything that it started.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import process from 'node:process';
import { Writable } from 'node:stream';
import type { Readable } from 'node:stream';

import { closeInherited } from './inherited-descriptors.ts';
import { lowerSession } from './priority.ts';
import { systemMonotonicMs } from './messages.ts';
import type { FromLauncher, KillOrder, LaunchOrder, SignalOrder, ToLauncher } from './messages.ts';

closeInherited();
const daemon = Number(process.argv[2]);
const living = new Map<number, ChildProcess>();
/** When which is killed, unless the daemon says otherwise by then. */
const kills = new Map<number, NodeJS.Timeout>();

// The daemon died before this process could ask to die with it.
if (process.ppid !== daemon) process.exit(1);
// A signal that ends a session or a service reaches every process in it; the daemon decides when its jobs end.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined);
process.on('message', (order: ToLauncher) => {
  switch (order.type) {
    case 'launch':
      return launch(order);
    case 'signal':
      return signal(order);
    case 'kill-at':
      return killAt(order);
  }
});
process.on('disconnect', () => {
  for (const child of living.values()) killGroup(child, 'SIGKILL');
  process.exit();
});

function launch(order: LaunchOrder): void {
  const { id, argv, cwd, env, input, streams, texts = [], beginFd, killAtMs } = order;
  // The daemon was stopped between its order and now, or before it gave the order.
  if (killAtMs !== undefined && systemMonotonicMs() >= killAtMs) return fail(id, new Error('its time is over'));
  const [command, ...args] = argv;
  const stdio = stdioOf(order);
  let child: ChildProcess;
  try {
    child = spawn(command, args, { cwd, env, stdio, detached: true, shell: false });
  } catch (thrown) {
    return fail(id, thrown);
  }
  const { pid } = child;
  child.on('error', (cause) => (pid === undefined ? fail(id, cause) : undefined));
  if (pid === undefined) return;
  lowerSession(pid);
  living.set(id, child);
  killAt({ id, killAtMs });
  child.once('exit', (code, name) => {
    living.delete(id);
    killAt({ id, killAtMs: undefined });
    // Processes left in its group must not hold its streams, or live on where no namespace ends them.
    killGroup(child, 'SIGKILL');
    void begun.then(() => say({ id, type: 'ended', code: code ?? undefined, signal: name ?? undefined }));
  });
  say({ id, type: 'launched', pid });
  for (const fd of streams) handOver(id, fd, child.stdio[fd]);
  say({ id, type: 'handed-over' });
  const begun = beginFd === undefined ? Promise.resolve() : tellBegin(id, child.stdio[beginFd]);
  // A broken pipe is the program's own business: it may end without reading its input.
  child.stdin?.on('error', () => undefined).end(input);
  for (const { fd, text } of texts) give(child.stdio[fd], text);
}

function stdioOf({ input, streams, texts = [], beginFd }: LaunchOrder): ('pipe' | 'ignore')[] {
  const piped = new Set([...streams, ...texts.map(({ fd }) => fd), ...(input === undefined ? [] : [0])]);
  if (beginFd !== undefined) piped.add(beginFd);
  return Array.from({ length: Math.max(2, ...piped) + 1 }, (_, fd) => (piped.has(fd) ? 'pipe' : 'ignore'));
}

function give(stream: Piped, text: string): void {
  if (stream instanceof Writable) stream.on('error', () => undefined).end(text);
}

function signal({ id, signal: name }: SignalOrder): void {
  const child = living.get(id);
  if (child !== undefined) killGroup(child, name);
}

function killAt({ id, killAtMs }: Pick<KillOrder, 'id' | 'killAtMs'>): void {
  clearTimeout(kills.get(id));
  kills.delete(id);
  const child = living.get(id);
  if (killAtMs === undefined || child === undefined) return;
  const leftMs = Math.max(0, killAtMs - systemMonotonicMs());
  kills.set(
    id,
    setTimeout(() => killGroup(child, 'SIGKILL'), leftMs),
  );
}

function killGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // No process is left, or only one that changed its user and is not ours to kill.
  }
}

type Piped = Readable | Writable | null | undefined;

/**
 * In the turn in which it was created, before a byte of it is read here. Node reads the streams of a child to their end
 * once it has exited, so the handle is taken from the stream at once: messages with handles wait for one another.
 */
function handOver(id: number, fd: number, stream: Piped): void {
  if (!hasHandle(stream)) return;
  // Of its options some are known to Node alone.
  const owner = new Socket({ handle: stream._handle, pauseOnCreate: true, readable: true, writable: true } as object);
  // oxlint-disable-next-line unicorn/no-null -- what Node itself writes there
  stream._handle = null;
  say({ id, type: 'stream', fd }, owner);
}

function hasHandle(stream: object | null | undefined): stream is { _handle: unknown } {
  return typeof stream === 'object' && stream !== null && '_handle' in stream;
}

/** Reported before the end, which may be seen before the byte is. */
async function tellBegin(id: number, stream: Piped): Promise<void> {
  const { promise: isBegun, resolve } = Promise.withResolvers<boolean>();
  stream
    ?.on('error', () => undefined)
    .once('data', () => resolve(true))
    .once('close', () => resolve(false));
  say({ id, type: 'begun', isBegun: await isBegun });
  stream?.destroy();
}

function fail(id: number, thrown: unknown): void {
  const { message, code, syscall }: NodeJS.ErrnoException =
    thrown instanceof Error ? thrown : new Error(String(thrown));
  const known = { ...(code === undefined ? {} : { code }), ...(syscall === undefined ? {} : { syscall }) };
  say({ id, type: 'failed', message, ...known });
}

/** A daemon that is gone cannot be told anything. */
function say(message: FromLauncher, handle?: Socket): void {
  process.send?.(message, handle, {}, () => undefined);
}
