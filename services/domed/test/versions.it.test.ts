// Several versions of one skill: they share a durable, and every command goes to the version that it is locked to, whether
// one daemon serves them all or each has a daemon of its own.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from '@dome/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { dataOf, fixtures, phasesOf, startStack } from './support/stack.ts';
import type { Job, Seen, Stack } from './support/stack.ts';

let stack: Stack;
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'dome-versions-'));
  stack = await startStack({ skills: ['shell'], skillsDir: home });
});
afterEach(async () => {
  await stack[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

async function put(folder: string, version: string, more = ''): Promise<void> {
  const dir = join(home, folder);
  await mkdir(join(dir, '..'), { recursive: true });
  await cp(join(fixtures, 'shell'), dir, { recursive: true });
  const manifest = join(dir, 'skill.yaml');
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('1.0.0', version) + more);
}

const send = (version: string, script = 'true'): Promise<Job> =>
  stack.send({ skill: 'shell', version, input: { script } });
const ran = (chain: readonly Seen[]): unknown => {
  const { worker } = dataOf(chain[0]) as { worker?: { instance?: string } };
  return [...phasesOf(chain), worker?.instance];
};
const announced = async (): Promise<string[]> =>
  (await stack.ask('runtimeCapabilityList', {})).capabilities.map(
    ({ name, version, instance }) => `${name}@${version} by ${instance}`,
  );

it('serves every version of its catalogue by one durable, each job by the version that it is locked to', async () => {
  await put('shell', '2.0.0');
  await put('shell@1.0.0', '1.0.0');
  await put('shell@1.1.0-rc.1+build.5', '1.1.0-rc.1+build.5');
  const daemon = await stack.daemon({ instance: 'all' });
  expect((await announced()).toSorted()).toEqual(
    ['1.0.0', '1.1.0-rc.1+build.5', '2.0.0'].map((version) => `shell@${version} by all`),
  );
  expect(daemon.log.find(({ msg }) => msg === 'domed is ready')).toMatchObject({ served: ['shell'], unserved: [] });
  const versions = ['1.0.0', '2.0.0', '1.0.0'];
  const jobs = await Promise.all(versions.map((version) => send(version)));
  const chains = await Promise.all(jobs.map((job) => stack.ended(job)));
  expect(chains.map(ran)).toEqual(versions.map(() => ['started', 'succeeded', 'all']));
  const digestOf = async (version: string) =>
    (await stack.ask('runtimeCapabilityGet', { name: 'shell', range: version })).descriptorDigest;
  const digests = chains.map((chain) => dataOf(chain.at(-1))['provenance']);
  expect(digests).toEqual(
    await Promise.all(
      versions.map(
        async (version) => expect.objectContaining({ descriptorDigest: await digestOf(version) }) as unknown,
      ),
    ),
  );
});

it('withdraws only the version that the daemon lacks something for, and leaves its jobs to others', async () => {
  await put('shell', '1.0.0');
  await put('shell@1.1.0', '1.1.0', 'secrets: [{ name: TOKEN, as: env }]\n');
  const secrets = join(home, '..', `${home.split('/').at(-1)}-secrets`);
  await mkdir(secrets);
  await using _ = { [Symbol.asyncDispose]: () => rm(secrets, { recursive: true, force: true }) };
  await writeFile(join(secrets, 'TOKEN'), 'hunter2-and-more');
  const both = await stack.daemon({ instance: 'keyed', env: { DOME_SECRETS: secrets } });
  await stack.ended(await send('1.1.0'));
  await rm(join(secrets, 'TOKEN'));
  await eventually(async () => expect(await announced()).toEqual(['shell@1.0.0 by keyed']), { timeoutMs: 10_000 });
  const lack = 'the secret TOKEN: there is no such file';
  expect(await stack.ask('runtimeHealth', {})).toMatchObject({ lacking: { 'shell@1.1.0': lack } });
  expect(ran(await stack.ended(await send('1.0.0')))).toEqual(['started', 'succeeded', 'keyed']);
  const refused = await stack.ended(await send('1.1.0'));
  expect(dataOf(refused.at(-1))).toMatchObject({ problem: { code: 'CAPABILITY_MISSING', pointer: '/skill/version' } });
  await writeFile(join(secrets, 'TOKEN'), 'hunter2-and-more');
  await eventually(async () => expect(await announced()).toHaveLength(2), { timeoutMs: 10_000 });
  expect(ran(await stack.ended(await send('1.1.0')))).toEqual(['started', 'succeeded', 'keyed']);
  expect(both.log.filter(({ level }) => level === 'fatal')).toEqual([]);
});

it('brings jobs to the daemon of their version through one that has another, without asking all the time', async () => {
  await put('old/shell', '1.0.0');
  await put('new/shell', '1.1.0');
  const skills = (folder: string) => ({ DOME_SKILLS: join(home, folder) });
  await stack.daemon({ instance: 'old', slots: 1, env: skills('old') });
  const newer = await stack.daemon({ instance: 'new', slots: 8, env: skills('new') });
  const long = await send('1.0.0', 'sleep 3');
  await stack.reaches(long, 'started');
  // They wait for the only slot of the old daemon, and the new one has eight to look at them with.
  const jobs = await Promise.all(Array.from({ length: 4 }, () => send('1.0.0')));
  const fresh = await send('1.1.0');
  expect(ran(await stack.ended(fresh, 2_500))).toEqual(['started', 'succeeded', 'new']);
  const chains = await Promise.all([long, ...jobs].map((job) => stack.ended(job)));
  expect(chains.map(ran)).toEqual(chains.map(() => ['started', 'succeeded', 'old']));
  for (const { jobId } of jobs) {
    const putBack = newer.log.filter((line) => line['msg'] === 'command put back' && line['jobId'] === jobId);
    const [first = 0, last = 0] = [putBack.at(0), putBack.at(-1)].map((line) => Date.parse(String(line?.['time'])));
    // After 50 and 100 ms, and ten times a second at most from then on.
    expect(putBack.length).toBeLessThanOrEqual(4 + (10 * (last - first)) / 1_000);
  }
});

const by = { user: 'grace', account: 'PEOPLE', attested: true };
const drain = (version: string, undo = false) =>
  stack.ask('runtimeDrainSet', { pool: 'default', name: 'shell', version, by, ...(undo ? { undo: true } : {}) });
const drained = async (): Promise<string[]> =>
  (await stack.ask('runtimeCapabilityList', {})).capabilities.flatMap((one) =>
    one.drained === undefined ? [] : [`${one.version} of ${one.instance} by ${one.drained.by.user}`],
  );
const chosen = async (range: string): Promise<string> =>
  (await stack.ask('runtimeCapabilityGet', { name: 'shell', range })).descriptor.version;

it('keeps a version from new choices when it is drained, also for daemons that start later, and runs it for old ones', async () => {
  await put('shell', '1.1.0');
  await put('shell@1.0.0', '1.0.0');
  await stack.daemon({ instance: 'first' });
  const before = await send('1.1.0');
  await expect(drain('9.9.9')).rejects.toMatchObject({ code: 'CAPABILITY_MISSING', fields: { pointer: '/version' } });
  await drained();
  expect(await drain('1.1.0')).toMatchObject({ version: '1.1.0', drained: { by } });
  // Once it is said to be drained, no list says otherwise, whoever answers.
  expect(await drained()).toEqual(['1.1.0 of first by grace']);
  const again = await drain('1.1.0');
  await stack.daemon({ instance: 'later' });
  await eventually(async () =>
    expect((await drained()).toSorted()).toEqual(['1.1.0 of first by grace', '1.1.0 of later by grace']),
  );
  expect(await drain('1.1.0')).toEqual(again);
  expect(await chosen('*')).toBe('1.0.0');
  // Whoever asks for it alone is shown it.
  expect(await chosen('1.1.0')).toBe('1.1.0');
  expect(phasesOf(await stack.ended(before))).toEqual(['started', 'succeeded']);
  expect(phasesOf(await stack.ended(await send('1.1.0')))).toEqual(['started', 'succeeded']);
  expect(await drain('1.1.0', true)).toEqual({ pool: 'default', name: 'shell', version: '1.1.0' });
  expect(await drained()).toEqual([]);
  expect(await chosen('*')).toBe('1.1.0');
  expect(await drain('9.9.9', true)).toEqual({ pool: 'default', name: 'shell', version: '9.9.9' });
});
