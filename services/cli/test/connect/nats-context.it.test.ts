// Contexts as `nats` writes them, against a real server that requires these credentials.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { startTestServer } from '@dome/testkit';
import { nkeys } from '@nats-io/transport-node';
import { expect, test } from 'vitest';

import { findTarget } from '../../src/connect/find-target.ts';
import { connectTo } from '../../src/connect/person-connection.ts';

const globals = { timeoutMs: 5_000, output: 'table', color: 'auto', quiet: false } as const;

async function home() {
  const dir = await mkdtemp(join(tmpdir(), 'dome-contexts-'));
  const env = { HOME: dir, KEYS: join(dir, 'keys') };
  await mkdir(join(dir, '.config', 'nats', 'context'), { recursive: true });
  await mkdir(env.KEYS);
  return {
    dir,
    env,
    select: async (name: string, context: object) => {
      await writeFile(join(dir, '.config', 'nats', 'context', `${name}.json`), JSON.stringify(context));
      await writeFile(join(dir, '.config', 'nats', 'context.txt'), name);
    },
    target: () => findTarget(globals, env, dir),
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}

async function serverName(of: Awaited<ReturnType<typeof home>>): Promise<string> {
  const nc = await connectTo(await of.target(), { name: 'test', timeoutMs: 5_000 });
  try {
    return nc.getServer();
  } finally {
    await nc.close();
  }
}

test('a selected context with a dot in its name and a seed in the home folder connects as its user', async () => {
  await using mine = await home();
  const pair = nkeys.createUser();
  const config = `authorization { users: [{ nkey: ${pair.getPublicKey()} }] }`;
  await using server = await startTestServer({ config });
  await writeFile(join(mine.env.KEYS, 'ada.nk'), pair.getSeed());
  await mine.select('prod.eu', { url: server.url, nkey: '~/keys/ada.nk' });
  expect(await serverName(mine)).toBe(new URL(server.url).host);
  await mine.select('prod.eu', { url: server.url, nkey: '$KEYS/ada.nk' });
  expect(await serverName(mine)).toBe(new URL(server.url).host);
  await writeFile(join(mine.env.KEYS, 'ada.nk'), nkeys.createUser().getSeed());
  await expect(serverName(mine)).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
    hint: expect.stringContaining('keys/ada.nk'),
  });
});

test("a context's certificate authority is the only one trusted", async () => {
  await using mine = await home();
  const { KEYS } = mine.env;
  const [key, cert] = [join(KEYS, 'key.pem'), join(KEYS, 'cert.pem')];
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  await promisify(execFile)('openssl', [...request, ...names, '-keyout', key, '-out', cert]);
  await using server = await startTestServer({ config: `tls { cert_file: "${cert}", key_file: "${key}" }` });
  await mine.select('secure', { url: server.url, ca: '~/keys/cert.pem' });
  expect(await serverName(mine)).toBe(new URL(server.url).host);
  await mine.select('secure', { url: server.url });
  await expect(serverName(mine)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('no secure connection'),
  });
});

test('a context that cannot be followed is an error that names the member, and never leads to another server', async () => {
  await using mine = await home();
  const url = 'nats://prod:4222';
  for (const [context, member] of [
    [{ url, socks_proxy: 'socks5://127.0.0.1:1080' }, 'socks_proxy'],
    [{ url, nsc: 'nsc://op/account/user' }, 'nsc'],
    [{ url, creds: 'nsc://op/account/user' }, 'creds'],
    [{ url, creds: '~/missing.creds' }, 'creds'],
    [{ url, ca: '/none/ca.pem' }, 'ca'],
    [{ url, cert: '~' }, 'cert'],
    [{ url, user: 'ada', password: 'op://vault/ada/password' }, 'password'],
    [{ url, jetstream_domain: 'hub' }, 'jetstream_domain'],
    [{ url: 7 }, 'url'],
  ] as const) {
    await mine.select('prod.eu', context);
    const error = await mine.target().catch((thrown: unknown) => thrown);
    expect(error, member).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(String(error)).toContain(`its ${member} `);
  }
  await writeFile(join(mine.dir, '.config', 'nats', 'context.txt'), 'gone');
  await expect(mine.target()).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('gone'),
  });
});
