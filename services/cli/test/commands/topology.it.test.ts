// The topology of both planes from one command, on a real nats-server with the accounts of the contract.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startBroker } from '@dome/broker';
import { eventually, startPlanesServer } from '@dome/testkit';
import type { PlanesServer, PlanesServerOptions } from '@dome/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { runCli } from '../../src/cli.ts';
import { memoryIo } from '../memory-io.ts';
import type { MemoryIo } from '../memory-io.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const PROVISIONERS = ['domed-provisioner', 'dome-provisioner'] as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dome-topology-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Row {
  readonly account: string;
  readonly action: string;
  readonly name: string;
}

interface Command {
  readonly io: MemoryIo;
  readonly ended: Promise<{ code: number; rows: Row[]; err: string }>;
}

function topology(env: Record<string, string>, ...words: string[]): Command {
  const io = memoryIo({ env: { XDG_STATE_HOME: '/nowhere', XDG_CONFIG_HOME: '/nowhere', ...env }, cwd: folder });
  const options = { version: '1.2.3', ioFor: () => io };
  const ended = runCli(['topology', ...words, '-o', 'jsonl'], options).then((code) => ({
    code,
    rows: io.written.out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row])),
    err: io.written.err,
  }));
  return { io, ended };
}

const apply = (env: Record<string, string>, ...words: string[]) => topology(env, 'apply', ...words).ended;

async function openServer(options: PlanesServerOptions = {}): Promise<PlanesServer> {
  return await startPlanesServer({ provision: false, ...options });
}

const passwordOf = (planes: PlanesServer, user: string): string => planes.credentials(user).password;

function bothByVariables(planes: PlanesServer): Record<string, string> {
  return {
    NATS_URL: planes.credentials('dome').servers,
    DOME_PASSWORD_DOMED_PROVISIONER: passwordOf(planes, 'domed-provisioner'),
    DOME_PASSWORD_DOME_PROVISIONER: passwordOf(planes, 'dome-provisioner'),
  };
}

const actionsOf = (rows: readonly Row[]): string[] =>
  [...new Set(rows.map(({ account, action }) => `${account} ${action}`))].toSorted();

test('both planes are provisioned by one call, wherever the passwords of their provisioners are', async () => {
  await using planes = await openServer();
  expect(await apply(bothByVariables(planes))).toMatchObject({ code: 0, err: '' });
  const passwords = join(folder, 'passwords');
  await mkdir(passwords);
  for (const user of PROVISIONERS) await writeFile(join(passwords, user), `${passwordOf(planes, user)}\n`);
  const byFolder = { DOME_NATS_URL: planes.url, DOME_PASSWORDS: 'passwords' };
  expect(actionsOf((await apply(byFolder)).rows)).toEqual(['DOME unchanged', 'DOMED unchanged']);
  const byFiles = {
    NATS_URL: planes.url,
    DOME_PASSWORD_DOMED_PROVISIONER_FILE: join(passwords, 'domed-provisioner'),
    DOME_PASSWORD_DOME_PROVISIONER_FILE: join(passwords, 'dome-provisioner'),
  };
  expect(actionsOf((await apply(byFiles)).rows)).toEqual(['DOME unchanged', 'DOMED unchanged']);
  expect(await topology(byFolder, 'diff').ended).toMatchObject({ code: 0 });
  const unread = { ...byFiles, DOME_PASSWORD_DOME_PROVISIONER_FILE: join(folder, 'none') };
  expect(await apply(unread)).toMatchObject({
    code: 2,
    err: expect.stringContaining('DOME_PASSWORD_DOME_PROVISIONER_FILE'),
  });
});

test('one plane is provisioned by whoever is named, in each way of naming', async () => {
  await using planes = await openServer();
  const [user] = PROVISIONERS;
  const password = passwordOf(planes, user);
  const of = async (env: Record<string, string>, ...words: string[]) => {
    const { code, rows, err } = await apply({ ...bothByVariables(planes), ...env }, ...words);
    expect(err).toBe('');
    return [code, [...new Set(rows.map(({ account }) => account))]];
  };
  expect(await of({ NATS_USER: user, NATS_PASSWORD: password })).toEqual([0, ['DOMED']]);
  expect(await of({ NATS_PASSWORD: password }, '--user', user)).toEqual([0, ['DOMED']]);
  expect(await of({}, '--user', user)).toEqual([0, ['DOMED']]);
  const withUser = planes.url.replace('//', `//${user}:${password}@`);
  expect(await of({ NATS_URL: withUser })).toEqual([0, ['DOMED']]);
  expect(await of({ NATS_USER: 'ada', NATS_PASSWORD: passwordOf(planes, 'ada') })).toEqual([0, ['DOMED', 'DOME']]);
  expect(await of({}, '--account', 'DOME')).toEqual([0, ['DOME']]);
});

test('what is missing to act as somebody is said before anybody is asked', async () => {
  const env = { NATS_URL: 'nats://127.0.0.1:1' };
  const saidOf = async (given: Record<string, string>, ...words: string[]) => {
    const { code, err } = await apply({ ...env, ...given }, '--wait', '10s', ...words);
    expect(code).toBe(2);
    return err;
  };
  expect(await saidOf({})).toMatch(/No provisioner is named.*DOME_PASSWORD_DOMED_PROVISIONER and DOME_PASSWORD_DOME_/);
  expect(await saidOf({ DOME_PASSWORD_DOME_PROVISIONER: 'x' })).toMatch(
    /The password of domed-provisioner is not known/,
  );
  expect(await saidOf({ NATS_USER: 'ada' })).toContain('ada is no provisioner');
  expect(await saidOf({ NATS_URL: '', NATS_USER: 'dome-provisioner', NATS_PASSWORD: 'x' })).toContain('Set NATS_URL');
  expect(await saidOf({}, '--user', 'dome-provisioner', '--account', 'DOMED')).toContain('has no right in DOMED');
});

test('a command that waits says for what, once, and provisions when the server is there', async () => {
  await using planes = await openServer();
  await planes.server.kill();
  const waiting = topology(bothByVariables(planes), 'apply', '--wait');
  await eventually(() => waiting.io.written.err.includes('waiting for DOMED: No nats-server answers at'), {
    timeoutMs: 20_000,
  });
  await planes.server.start();
  const { code, rows, err } = await waiting.ended;
  expect([code, actionsOf(rows)]).toEqual([0, ['DOME create', 'DOMED create']]);
  expect(err.match(/waiting/g)).toHaveLength(1);
});

test('a wrong password is not waited for', async () => {
  await using planes = await openServer();
  const wrong = { ...bothByVariables(planes), DOME_PASSWORD_DOMED_PROVISIONER: 'wrong' };
  const { code, err } = await apply(wrong, '--wait', '1h');
  expect([code, err]).toEqual([3, expect.stringContaining('UNAUTHENTICATED')]);
  expect(err).not.toContain('waiting');
});

test('JetStream that is off is named while it is waited for, and when the time is over', async () => {
  await using broker = await startBroker({ extraJetstream: 'enabled: false' });
  const env = { NATS_URL: broker.url, NATS_USER: 'domed-provisioner', NATS_PASSWORD: 'any' };
  const { code, err } = await apply(env, '--wait', '1s');
  expect(err).toMatch(/^waiting for DOMED: JetStream is off at the nats-server at 127/);
  expect([code, err.match(/JetStream is off/g)?.length]).toEqual([4, 2]);
});

test('two that run at once are both right', async () => {
  await using planes = await openServer();
  const env = bothByVariables(planes);
  const both = await Promise.all([apply(env, '--wait'), apply(env, '--wait')]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(await topology(env, 'diff').ended).toMatchObject({ code: 0 });
});

test('a diff that waits ends when somebody else has provisioned, and with 8 when nobody has', async () => {
  await using planes = await openServer();
  const env = bothByVariables(planes);
  expect(await topology(env, 'diff', '--wait', '300ms').ended).toMatchObject({ code: 8 });
  const waiting = topology(env, 'diff', '--wait');
  await eventually(() => waiting.io.written.err.includes('not as declared'), { timeoutMs: 20_000 });
  expect(await apply(env)).toMatchObject({ code: 0 });
  const { code, rows } = await waiting.ended;
  expect([code, actionsOf(rows)]).toEqual([0, ['DOME unchanged', 'DOMED unchanged']]);
});

test('a cluster gets three copies of what had one, and the command ends when all of them are there', async () => {
  await using planes = await openServer({ replicas: 3 });
  const env = bothByVariables(planes);
  expect(await apply(env, '--wait', '50s', '--store', '1GiB')).toMatchObject({ code: 0 });
  const { code, rows } = await apply(env, '--wait', '50s', '--store', '1GiB', '--replicas', '3');
  expect([code, actionsOf(rows)]).toEqual([0, ['DOME update', 'DOMED update']]);
  const again = await apply(env, '--replicas', '3', '--store', '1GiB');
  expect(actionsOf(again.rows)).toEqual(['DOME unchanged', 'DOMED unchanged']);

  // One of them is lost: nothing has to be changed, and still the topology does not stand.
  await planes.server.kill();
  await eventually(
    async () => {
      // Until another leads, nobody says anything.
      const lost = await apply(env, '--wait', '500ms', '--store', '1GiB', '--replicas', '3');
      expect([lost.code, lost.err]).toEqual([4, expect.stringContaining('has a copy that is behind, on n1')]);
    },
    { timeoutMs: 60_000 },
  );
  await planes.server.start();
  expect(await apply(env, '--wait', '60s', '--store', '1GiB', '--replicas', '3')).toMatchObject({ code: 0 });
}, 180_000);
