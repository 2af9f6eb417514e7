// A broker without any space: the server may store no more, or its disk is full. These tests show what is reported and what
// waits, and that everything ends when there is space again.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createPublisher } from '@dome/bus';
import { STREAMS, subjects } from '@dome/contracts';
import type { HealthCheck } from '@dome/contracts';
import { eventually } from '@dome/testkit';
import { expect, it, onTestFinished } from 'vitest';

import { dataOf, faultsOf, phasesOf, setStream, startStack } from './support/stack.ts';
import type { Job, Stack } from './support/stack.ts';

const MIB = 1_048_576;
const LONG = { timeoutMs: 60_000 };
/** Only root may mount; other users depend on the disks they have. */
const isRoot = process.getuid?.() === 0 && process.platform === 'linux';

async function spaceOf(stack: Stack): Promise<HealthCheck | undefined> {
  return (await stack.ask('runtimeHealth', {})).checks.find(({ name }) => name === 'space');
}

const shell = (stack: Stack, script: string): Promise<Job> => stack.send({ skill: 'shell', input: { script } });

async function isWell(stack: Stack, job: Job): Promise<void> {
  const chain = await stack.ended(job, 60_000);
  expect([phasesOf(chain).at(-1), faultsOf(chain)]).toEqual(['succeeded', []]);
}

/** As if no stream had a size: what one takes is missing for all others. */
async function fillServer(stack: Stack): Promise<void> {
  await setStream(stack, STREAMS.JOB_LOGS, { max_bytes: -1 });
  await using publisher = createPublisher(await stack.server.connectAs('domed'));
  const subject = subjects.jobLog({ runId: 'run-of-others', jobId: 'job-of-others' });
  const write = (number: number): Promise<unknown> =>
    publisher.publish({ subject, payload: new Uint8Array(500_000), messageId: `other-${number}` });
  await expect(Promise.all(Array.from({ length: 200 }, (_, number) => write(number)))).rejects.toMatchObject({
    code: 'OUT_OF_SPACE',
  });
}

async function writeOnce(stack: Stack): Promise<unknown> {
  const nc = await stack.server.connectAs('domed');
  await using publisher = createPublisher(nc, { ackTimeoutMs: 1_000, silencesMax: 2 });
  const subject = subjects.jobLog({ runId: 'run-of-others', jobId: 'job-of-others' });
  return await publisher.publish({ subject, payload: new Uint8Array(1), messageId: 'one-more' });
}

async function purgeLogs(stack: Stack): Promise<void> {
  const nc = await stack.server.connectAs('domed-provisioner');
  await nc.request(`$JS.API.STREAM.PURGE.${STREAMS.JOB_LOGS}`);
  await nc.close();
}

it('ends everything when the server can store again, and starts nothing anew', async () => {
  await using stack = await startStack({ skills: ['shell'], store: { storeBytesMax: 64 * MIB } });
  const daemon = await stack.daemon();
  const dir = await mkdtemp(join(tmpdir(), 'dome-room-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const running = await shell(stack, `cd '${dir}' && echo ran >>ran && until [ -e go ]; do sleep 0.05; done; seq 1000`);
  await stack.reaches(running, 'started');
  await fillServer(stack);
  await writeFile(join(dir, 'go'), '');
  const said = await eventually(async () => {
    const check = await spaceOf(stack);
    if (check === undefined || check.ok) throw new Error('nothing is said yet');
    return check;
  }, LONG);
  expect(said.detail).toMatch(/^OUT_OF_SPACE: .*max_file_store/);
  expect(phasesOf(await stack.chain(running))).toEqual(['started']);
  await expect(shell(stack, 'true')).rejects.toMatchObject({ code: 'OUT_OF_SPACE' });

  await purgeLogs(stack);
  await isWell(stack, running);
  expect(dataOf((await stack.chain(running)).at(-1))['logs']).toMatchObject({ truncated: { reason: 'no-room' } });
  await isWell(stack, await shell(stack, 'seq 1000'));
  await eventually(async () => expect(await spaceOf(stack)).toMatchObject({ ok: true }), LONG);
  expect(daemon.log.some(({ msg }) => msg === 'a stream has little room')).toBe(true);
});

it('lets many logs, each within its limit, fill their stream without affecting anything else', async () => {
  await using stack = await startStack({ skills: ['shell'], store: { storeBytesMax: 64 * MIB } });
  await stack.daemon();
  const jobs = await Promise.all(Array.from({ length: 8 }, () => shell(stack, 'seq 1000000 | head -c 6000000')));
  for (const job of jobs) await isWell(stack, job);
  // The oldest are gone, which is reported while the rest is young; nothing is refused, and no work is held up.
  const check = await eventually(async () => {
    const found = await spaceOf(stack);
    if (found === undefined || found.ok) throw new Error('nothing is said yet');
    return found;
  }, LONG);
  expect(check.detail).toMatch(/^JOB_LOGS is \d+ % full .* keeps no more than the last 0 h/);
  await isWell(stack, await shell(stack, 'seq 1000'));
});

/** Like a server configured for more than its disk has, or whose disk others fill. */
async function smallDisk(): Promise<{
  storeBytesMax: number;
  storeDir: string;
  fill: (leave: number) => Promise<() => Promise<void>>;
}> {
  const disk = await mkdtemp(join(tmpdir(), 'dome-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk]);
  onTestFinished(async () => {
    execFileSync('umount', ['-l', disk]);
    await rm(disk, { recursive: true });
  });
  return {
    storeBytesMax: 1_024 * MIB,
    storeDir: join(disk, 'store'),
    fill: async (leave) => {
      const { bavail, bsize } = await statfs(disk);
      await writeFile(join(disk, 'of-others'), Buffer.alloc(bavail * bsize - leave));
      return () => rm(join(disk, 'of-others'));
    },
  };
}

it('continues after a full disk, once nats-server is restarted, and reports before that it must be', async () => {
  if (!isRoot) return;
  const { fill, ...store } = await smallDisk();
  await using stack = await startStack({ skills: ['shell'], store });
  await stack.daemon();
  await isWell(stack, await shell(stack, 'seq 1000'));
  const empty = await fill(2 * MIB);

  const flooded = await shell(stack, 'head -c 8000000 /dev/urandom | base64');
  const silent = await eventually(async () => {
    const check = await spaceOf(stack);
    if (check === undefined || check.ok) throw new Error('nothing is said yet');
    return check;
  }, LONG);
  expect(silent.detail).toMatch(/^OUT_OF_SPACE: .*JOB_LOGS takes writes and answers none.*restart nats-server/);
  await empty();
  // There is space, but the stream stays dead: nats-server does that, which is why a restart is needed.
  await expect(writeOnce(stack)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  // A job does not wait longer than that for its log if its events can be stored.
  await isWell(stack, flooded);
  expect(dataOf((await stack.chain(flooded)).at(-1))['logs']).toMatchObject({ truncated: { reason: 'unanswered' } });

  await stack.server.server.kill();
  await stack.server.server.start();
  const next = await shell(stack, 'seq 1000');
  await isWell(stack, next);
  const { logs } = dataOf((await stack.chain(next)).at(-1));
  expect(logs).toMatchObject({ lines: 1_000, endSequence: expect.any(Number) });
  expect(logs).not.toHaveProperty('truncated');
  await eventually(async () => expect(await spaceOf(stack)).toMatchObject({ ok: true }), LONG);
}, 120_000);

it('keeps the ends of jobs while the stream of events is dead, and stores each once', async () => {
  if (!isRoot) return;
  const { fill, ...store } = await smallDisk();
  await using stack = await startStack({ skills: ['shell'], store });
  await stack.daemon();
  const dir = await mkdtemp(join(tmpdir(), 'dome-room-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const script = `cd '${dir}' && echo ran >>"ran-$DOME_JOB" && until [ -e go ]; do sleep 0.05; done`;
  const jobs = await Promise.all([1, 2, 3, 4].map(() => shell(stack, script)));
  for (const job of jobs) await stack.reaches(job, 'started');
  const empty = await fill(0);
  await writeFile(join(dir, 'go'), '');
  await eventually(async () => {
    expect((await spaceOf(stack))?.detail).toMatch(/JOB_EVENTS takes writes and answers none/);
  }, LONG);
  await empty();
  await stack.server.server.kill();
  await stack.server.server.start();
  for (const job of jobs) {
    const chain = await stack.ended(job, 60_000);
    expect([phasesOf(chain), faultsOf(chain)]).toEqual([['started', 'succeeded'], []]);
    expect(await readFile(join(dir, `ran-${job.jobId}`), 'utf8')).toBe('ran\n');
  }
  await eventually(async () => expect(await spaceOf(stack)).toMatchObject({ ok: true }), LONG);
}, 120_000);
