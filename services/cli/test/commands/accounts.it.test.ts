// Accounts as the command renders them, on a real nats-server that reads them from their folder.
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startBroker } from '@dome/broker';
import type { Broker } from '@dome/broker';
import { connectBus } from '@dome/bus';
import { createControlClient } from '@dome/client';
import { eventually, gatedPlan, humanPolicy, startControl, startDaemon } from '@dome/testkit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { runCli } from '../../src/cli.ts';
import { memoryIo } from '../memory-io.ts';

vi.setConfig({ testTimeout: 60_000 });

const FIXTURES = join(import.meta.dirname, '..', '..', '..', '..', 'test', 'fixtures');
const PLANES = ['domed', 'domed-provisioner', 'dome', 'dome-provisioner', 'view', 'operator', 'system'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dome-accounts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function dome(env: Record<string, string>, ...words: string[]) {
  const io = memoryIo({ env: { XDG_STATE_HOME: '/nowhere', XDG_CONFIG_HOME: '/nowhere', ...env }, cwd: folder });
  const code = await runCli(words, { version: '1.2.3', ioFor: () => io });
  return { code, ...io.written };
}

const render = (...words: string[]) => dome({}, 'accounts', 'render', ...words);
const generate = (people: string) => render('--people', people, '--passwords', 'generate', '--out', '.');
const passwordOf = (user: string): Promise<string> => readFile(join(folder, 'passwords', user), 'utf8');
const config = (): Promise<string> => readFile(join(folder, 'accounts.conf'), 'utf8');

/** Its own folder is one below ours. */
const openBroker = (): Promise<Broker> => startBroker({ runIn: folder, config: 'include "../accounts.conf"' });

async function connectAs(broker: Broker, user: string, password?: string) {
  return await connectBus({
    servers: broker.url,
    name: `test ${user}`,
    user,
    password: password ?? (await passwordOf(user)),
    inboxPrefix: `_INBOX_${user}`,
    connectTimeoutMs: 10_000,
  });
}

test('passwords are drawn once, only their owner may read them, and nothing that is printed or configured has one', async () => {
  const { code, out, err } = await generate('ada,grace');
  expect([code, err]).toEqual([0, '']);
  const users = [...PLANES, 'ada', 'grace'];
  expect((await readdir(join(folder, 'passwords'))).toSorted()).toEqual(users.toSorted());
  expect((await stat(join(folder, 'passwords'))).mode & 0o777).toBe(0o700);
  const passwords = await Promise.all(users.map(passwordOf));
  expect(new Set(passwords).size).toBe(users.length);
  for (const password of passwords) {
    expect(password).toMatch(/^p[\w-]{32}$/);
    expect(out).not.toContain(password);
    expect(await config()).not.toContain(password);
  }
  for (const path of ['accounts.conf', 'passwords/ada'])
    expect((await stat(join(folder, path))).mode & 0o777).toBe(0o600);
});

test('another person is added without touching anybody else, and one who is gone is named', async () => {
  await generate('ada');
  const [before, of] = [await config(), await passwordOf('ada')];
  expect((await generate('ada')).code).toBe(0);
  expect([await config(), await passwordOf('ada')]).toEqual([before, of]);
  expect(await generate('ada,grace')).toMatchObject({ code: 0, out: expect.stringMatching(/^grace +PEOPLE +new$/m) });
  expect(await passwordOf('ada')).toBe(of);
  const lines = new Set((await config()).split('\n'));
  expect(before.split('\n').filter((line) => !lines.has(line))).toEqual([]);
  await writeFile(join(folder, 'passwords', 'grace.part'), '');
  const { err } = await generate('grace');
  expect(err).toBe(`${join(folder, 'passwords', 'ada')} belongs to no user; delete it.\n`);
});

test('a password whose file is deleted is drawn anew, and no other', async () => {
  await generate('ada,grace');
  const [ada, grace] = [await passwordOf('ada'), await passwordOf('grace')];
  await rm(join(folder, 'passwords', 'ada'));
  expect(await generate('ada,grace')).toMatchObject({ code: 0, out: expect.stringMatching(/^ada +PEOPLE +new$/m) });
  expect([(await passwordOf('ada')) === ada, await passwordOf('grace')]).toEqual([false, grace]);
});

test('two that draw at once agree', async () => {
  const both = await Promise.all([generate('ada,grace'), generate('ada,grace')]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  await using broker = await openBroker();
  for (const user of ['ada', 'grace', 'domed']) await (await connectAs(broker, user)).close();
});

test('passwords that people chose are hashed, too, and those that cannot be are refused', async () => {
  const given = join(folder, 'given');
  await mkdir(given);
  expect(await render('--people', 'ada', '--passwords', 'given', '--out', '.')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/has no password of domed, .*ada/),
  });
  // Each of them would be a number, a truth or two words, were it written as it is.
  const chosen = ['12345', '5k', 'true', 'two words', '"} #', '$DOLLAR', 'ümläut'];
  for (const [index, user] of [...PLANES, 'ada'].entries()) await writeFile(join(given, user), `${chosen[index]}\n`);
  expect(await render('--people', 'ada', '--passwords', 'given', '--out', '.')).toMatchObject({ code: 0 });
  await using broker = await openBroker();
  for (const [index, user] of PLANES.entries()) await (await connectAs(broker, user, chosen[index])).close();
  await expect(connectAs(broker, 'ada', 'umlaut')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await writeFile(join(given, 'ada'), 'x'.repeat(73));
  expect(await render('--people', 'ada', '--passwords', 'given')).toMatchObject({
    code: 2,
    err: expect.stringContaining('The password of ada is longer than 72 bytes'),
  });
});

test('what cannot be meant is refused before anything is written', async () => {
  expect(await render('--people', 'ada', '--passwords', 'generate')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--out DIR'),
  });
  const twins = await render('--people', 'a-b,a_b', '--passwords', 'generate', '--out', '.');
  expect(twins).toMatchObject({ code: 2, err: expect.stringContaining('a-b and a_b would share a password') });
  expect(await generate('dome')).toMatchObject({ code: 2, err: expect.stringContaining('another broker user') });
  expect(await readdir(folder)).toEqual([]);
});

test('by itself it prints the accounts, with passwords from the environment of the server', async () => {
  const { code, out } = await render('--people', 'ada,grace', '--readers', 'board');
  expect(code).toBe(0);
  for (const user of ['ADA', 'GRACE', 'BOARD']) expect(out).toContain(`password: $DOME_PASSWORD_${user},`);
  const written = await render('--people', 'ada,grace', '--readers', 'board', '--out', '.');
  expect(written.out).toMatch(/^board +VIEW +\$DOME_PASSWORD_BOARD$/m);
  expect(await config()).toBe(out);
});

test('four eyes on a stack whose accounts, passwords and topology were made by commands: ada submits, grace approves', async () => {
  await generate('ada,grace');
  await using broker = await openBroker();
  const skillsDir = join(FIXTURES, 'skills');
  const env = { NATS_URL: broker.url, DOME_PASSWORDS: 'passwords' };
  const store = `${Math.floor(broker.storeBytesMax / 2 ** 20)}MiB`;
  const words = ['topology', 'apply', '--wait', '--skills', skillsDir, '--store', store, '--ack-wait', '3s'];
  expect(await dome(env, ...words)).toMatchObject({ code: 0 });
  const passwords = new Map(await Promise.all(PLANES.map(async (user) => [user, await passwordOf(user)] as const)));
  const server = {
    credentials: (user: string) => ({
      servers: broker.url,
      user,
      password: passwords.get(user) ?? '',
      inboxPrefix: `_INBOX_${user}`,
    }),
  };
  await using _daemon = await startDaemon({ server, skillsDir });
  await using _control = await startControl({ server, lawDir: join(FIXTURES, 'law') });
  const [ada, grace] = [await connectAs(broker, 'ada'), await connectAs(broker, 'grace')];
  try {
    const { runId } = await createControlClient(ada).runs.submit({
      plan: gatedPlan,
      policy: humanPolicy,
      inputs: {},
      idempotencyKey: 'four-eyes',
    });
    const waiting = async (user: string): Promise<string> =>
      (await dome({ ...env, NATS_USER: user }, 'gate', 'list')).out;
    await eventually(async () => (await waiting('grace')).includes(runId), { timeoutMs: 30_000 });
    const vote = (user: string) =>
      dome({ ...env, NATS_USER: user }, 'gate', 'approve', `${runId}/release`, '-m', 'looked at it', '-y');
    expect(await vote('ada')).toMatchObject({ code: 3 });
    expect(await vote('grace')).toMatchObject({ code: 0 });
    const ended = await dome({ ...env, NATS_USER: 'ada' }, 'run', 'wait', runId);
    expect(ended).toMatchObject({ code: 0 });
  } finally {
    await Promise.all([ada.close(), grace.close()]);
  }
});
