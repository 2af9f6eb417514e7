// What is observed of the planes during a siege: how fast they answer, how much memory they take, what they log, whether
// they live. It is judged afterwards, from these records alone.
import { readFileSync } from 'node:fs';

import { DomeError, ENDPOINTS, openReply } from '@dome/contracts';
import type { EndpointName, HealthReply } from '@dome/contracts';
import type { PlaneLogRecord, PlaneProcess } from '@dome/testkit';
import { watchProcess } from '@dome/runtime';

import { wait } from './attack.ts';
import type { Connection, Ground } from './ground.ts';

export interface Observations {
  /** How long each health answer took; a missing one counts as long as it was waited for. */
  readonly health: {
    readonly endpoint: string;
    readonly instance: string;
    readonly atMs: number;
    readonly tookMs: number;
  }[];
  readonly rss: { readonly instance: string; readonly atMs: number; readonly bytes: number }[];
  /** Each instance's first and last report about its event loop. */
  readonly loops: Map<string, { readonly first: LoopFacts; last: LoopFacts }>;
  /** Lines by instance, level and message. */
  readonly lines: Map<string, number>;
  /** Long turns that the planes warned of. */
  readonly heldLines: PlaneLogRecord[];
  readonly exits: string[];
  /** How long each plane was runnable without a processor: for that long the machine is to blame for late answers. */
  readonly waitedMs: Map<string, number>;
  /** How long the siege blocked its own event loop: it must not cause what it measures. */
  ownLongestMs: number;
}

export type LoopFacts = NonNullable<HealthReply['eventLoop']>;

const HEALTH_EVERY_MS = 250;
const HEALTH_WAIT_MS = 10_000;
const LOOK_EVERY_MS = 500;

export function newObservations(): Observations {
  return {
    health: [],
    rss: [],
    loops: new Map(),
    lines: new Map(),
    heldLines: [],
    exits: [],
    waitedMs: new Map(),
    ownLongestMs: 0,
  };
}

/** Observes until the signal is aborted. */
export async function observe(ground: Ground, seen: Observations, over: AbortSignal): Promise<void> {
  using own = watchProcess({ logger: { warn: () => undefined } });
  const startedAt = performance.now();
  const at = (): number => performance.now() - startedAt;
  for (const plane of ground.planes) void noteExit(plane, seen, over);
  await Promise.all([
    askHealth({ nc: ground.people.ada.nc, endpoint: 'controlHealth', seen, at }, over),
    askHealth({ nc: ground.dome, endpoint: 'runtimeHealth', seen, at }, over),
    look(ground, { seen, at }, over),
  ]);
  seen.ownLongestMs = own.facts().eventLoop.longestMs;
}

async function noteExit(plane: PlaneProcess, seen: Observations, over: AbortSignal): Promise<void> {
  const { code, signal } = await plane.exited;
  if (!over.aborted) seen.exits.push(`${plane.instance} ended with ${signal ?? code}: ${plane.tail(5)}`);
}

interface Asking {
  readonly nc: Connection;
  readonly endpoint: Extract<EndpointName, 'controlHealth' | 'runtimeHealth'>;
  readonly seen: Observations;
  readonly at: () => number;
}

/** Asked on schedule even if the previous request is unanswered, so that a plane that does not answer is asked as often. */
async function askHealth(asking: Asking, over: AbortSignal): Promise<void> {
  const open = new Set<Promise<void>>();
  while (!over.aborted) {
    const asked = askOnce(asking).finally(() => open.delete(asked));
    open.add(asked);
    await wait(HEALTH_EVERY_MS, over);
  }
  await Promise.all(open);
}

async function askOnce({ nc, endpoint, seen, at }: Asking): Promise<void> {
  const atMs = at();
  let instance = '?';
  try {
    const reply = await nc.request(ENDPOINTS[endpoint].address, '{}', { timeout: HEALTH_WAIT_MS });
    const said = openReply(endpoint, reply.data);
    instance = said.instance;
    if (said.eventLoop !== undefined) noteLoop(seen, said.instance, said.eventLoop);
  } catch (error) {
    instance = error instanceof DomeError ? error.code : String(error);
  }
  seen.health.push({ endpoint, instance, atMs, tookMs: at() - atMs });
}

function noteLoop({ loops }: Observations, instance: string, facts: LoopFacts): void {
  const known = loops.get(instance);
  if (known === undefined) loops.set(instance, { first: facts, last: facts });
  else known.last = facts;
}

async function look({ planes }: Ground, { seen, at }: Pick<Asking, 'seen' | 'at'>, over: AbortSignal): Promise<void> {
  const read = new WeakSet<PlaneLogRecord>();
  const waitedBefore = new Map(planes.map(({ instance, pid }) => [instance, waitedMsOf(pid)]));
  while (!over.aborted) {
    for (const plane of planes) {
      const bytes = rssOf(plane.pid);
      if (bytes > 0) seen.rss.push({ instance: plane.instance, atMs: at(), bytes });
      const waited = waitedMsOf(plane.pid) - (waitedBefore.get(plane.instance) ?? 0);
      if (waited > 0) seen.waitedMs.set(plane.instance, waited);
      for (const line of linesSince(plane.log, read)) noteLine(seen, plane.instance, line);
    }
    await wait(LOOK_EVERY_MS, over);
  }
}

/** The list drops its oldest lines, so it is read from its end. */
function linesSince(log: readonly PlaneLogRecord[], read: WeakSet<PlaneLogRecord>): PlaneLogRecord[] {
  const from = log.findLastIndex((line) => read.has(line)) + 1;
  const fresh = log.slice(from);
  for (const line of fresh) read.add(line);
  return fresh;
}

function noteLine(seen: Observations, instance: string, line: PlaneLogRecord): void {
  const key = `${instance} ${line.level} ${line.msg}`;
  seen.lines.set(key, (seen.lines.get(key) ?? 0) + 1);
  if (line['heldMs'] !== undefined) seen.heldLines.push({ ...line, instance });
}

function rssOf(pid: number): number {
  try {
    const [, kibibytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kibibytes ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

/** Of its main thread, as the kernel counts. */
function waitedMsOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
