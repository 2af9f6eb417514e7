// Daemons on machines that lose something: their folder, its space, a program of the guard. A neighbour takes the work, or
// it waits until the machine is whole; no attempt of a job is spent on it.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { eventually } from '@dome/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { dataOf, faultsOf, phasesOf, startStack } from '../support/stack.ts';
import type { Daemon, Job, Seen, Stack } from '../support/stack.ts';

let cleanup: AsyncDisposableStack;
let dir: string;
let stack: Stack;
beforeEach(async () => {
  cleanup = new AsyncDisposableStack();
  dir = await mkdtemp(join(tmpdir(), 'dome-machine-'));
  cleanup.defer(() => rm(dir, { recursive: true, force: true }));
  stack = cleanup.use(await startStack({ skills: ['shell', 'speak'] }));
});
afterEach(() => cleanup.disposeAsync());

const daemon = (instance: string, workDir: string, env: Record<string, string> = {}): Promise<Daemon> =>
  stack.daemon({ instance, env: { DOME_WORK_DIR: workDir, ...env } });
const announcedBy = async (): Promise<string[]> => {
  const { capabilities } = await stack.ask('runtimeCapabilityList', { limit: 500 });
  return [...new Set(capabilities.map(({ instance }) => instance))].toSorted();
};
const healthOf = async (): Promise<{ status: string; machine: { ok: boolean; detail: string } | undefined }> => {
  const { status, checks } = await stack.ask('runtimeHealth', {});
  return { status, machine: checks.find(({ name }) => name === 'machine') };
};
const said = ({ log }: Daemon, message: string): number => log.filter(({ msg }) => msg === message).length;
const broken = 'the machine cannot run jobs, no work is taken';
const whole = 'the machine is whole again, work is taken';
/** Every `retrying` of a chain, as it counts. */
const retriesOf = (chain: readonly Seen[]): unknown[] =>
  chain.filter((_, at) => phasesOf(chain)[at] === 'retrying').map((seen) => dataOf(seen)['counted']);
const sendAll = (count: number, script: string): Promise<Job[]> =>
  Promise.all(Array.from({ length: count }, () => stack.send({ skill: 'shell', input: { script } })));
const succeeded = async (jobs: readonly Job[]): Promise<Seen[][]> => {
  const chains = await Promise.all(jobs.map((job) => stack.ended(job, 30_000)));
  expect(new Set(chains.map((chain) => phasesOf(chain).at(-1)))).toEqual(new Set(['succeeded']));
  for (const chain of chains) expect(faultsOf(chain)).toEqual([]);
  return chains;
};

it('a daemon whose work folder was replaced takes no work, and takes it again when the folder is back', async () => {
  const lost = join(dir, 'lost');
  const victim = await daemon('victim', lost);
  await daemon('neighbour', join(dir, 'kept'));
  await succeeded(await sendAll(4, 'true'));
  await rm(lost, { recursive: true });
  await writeFile(lost, 'somebody needed the name');

  const chains = await succeeded(await sendAll(60, 'sleep 0.02'));
  expect(chains.flatMap(retriesOf)).not.toContain(true);
  await eventually(async () => expect(await announcedBy()).toEqual(['neighbour']));
  await eventually(() => expect(said(victim, broken)).toBe(1));

  await rm(lost);
  await eventually(async () => expect(await announcedBy()).toEqual(['neighbour', 'victim']), { timeoutMs: 20_000 });
  expect([said(victim, broken), said(victim, whole)]).toEqual([1, 1]);
  await succeeded(await sendAll(10, 'true'));
});

it('a lone daemon makes its folder anew, with the files of its skills, and a running job is given back uncounted', async () => {
  const work = join(dir, 'work');
  await daemon('alone', work);
  const running = await stack.send({
    skill: 'shell',
    input: { script: `until [ -e '${dir}/go' ]; do sleep 0.05; done; cat "$DOME_INPUT"` },
  });
  await stack.reaches(running, 'started');
  await rename(work, join(dir, 'taken-away'));
  await rm(join(dir, 'taken-away'), { recursive: true });
  await writeFile(join(dir, 'go'), '');

  const [process_, node] = await Promise.all([
    stack.send({ skill: 'shell', input: { script: 'true' } }),
    stack.send({ skill: 'speak' }),
  ]);
  const chains = await succeeded([running, process_, node]);
  expect(chains.flatMap(retriesOf)).not.toContain(true);
  expect(retriesOf(chains[0] ?? [])).toContain(false);
  expect(await readdir(join(work, 'instances'))).toEqual(['alone']);
  expect((await healthOf()).machine).toMatchObject({ ok: true });
});

it('an error of a guard program is no verdict of the skill', async () => {
  const one = await daemon('one', join(dir, 'work'));
  const ready = one.log.find(({ msg }) => msg === 'domed is ready');
  // Without guard programs there is nothing to test.
  if (ready?.['guard'] !== 'mount-namespace') return;
  // A file that the guard reads before each start, replaced by one that it cannot read.
  const table = join(dir, 'work', 'instances', 'one', 'mounts');
  await succeeded(await sendAll(1, 'true'));
  await rm(table);
  await mkdir(table);
  const jobs = await sendAll(6, 'true');
  await eventually(async () => expect(await healthOf()).toMatchObject({ status: 'degraded', machine: { ok: false } }));
  expect((await healthOf()).machine?.detail).toContain('guard');
  await rm(table, { recursive: true });
  const chains = await succeeded(jobs);
  expect(chains.flatMap(retriesOf)).not.toContain(true);
});

/** Only root may mount; other users depend on the disks they have. */
const isRoot = process.getuid?.() === 0;

it('a daemon whose disk is full takes nothing until there is space', async () => {
  if (!isRoot) return;
  const small = join(dir, 'small');
  await mkdir(small);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', small]);
  cleanup.defer(() => void execFileSync('umount', ['-l', small]));
  await daemon('small', small);
  await daemon('roomy', join(dir, 'roomy'));
  await writeFile(join(small, 'of-somebody'), new Uint8Array(60_000_000)).catch(() => undefined);
  const chains = await succeeded(await sendAll(30, 'true'));
  expect(chains.flatMap(retriesOf)).not.toContain(true);
  await eventually(async () => expect(await announcedBy()).toEqual(['roomy']), { timeoutMs: 20_000 });
  await rm(join(small, 'of-somebody'));
  await eventually(async () => expect(await announcedBy()).toEqual(['roomy', 'small']), { timeoutMs: 20_000 });
});

/** The most memory that a process ever held, in bytes. */
const mostMemoryOf = async (pid: number): Promise<number> =>
  1_024 * Number(/VmHWM:\s*(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);

it('many leftovers of a job are removed without delaying others', { timeout: 60_000 }, async () => {
  if (process.platform !== 'linux') return;
  const work = join(dir, 'work');
  const { pid } = await daemon('tidy', work);
  await succeeded(await sendAll(4, 'true'));
  const before = await mostMemoryOf(pid);
  const many = await stack.send({ skill: 'shell', input: { script: 'seq -f file-%.0f 30000 | xargs touch' } });
  await stack.ended(many, 60_000);
  await succeeded(await sendAll(8, 'true'));
  await eventually(async () => expect(await readdir(join(work, 'instances', 'tidy', 'trash'))).toEqual([]), {
    timeoutMs: 60_000,
  });
  expect((await mostMemoryOf(pid)) - before).toBeLessThan(45_000_000);
});
