import { DomeError, inboxPrefixOf, LIMITS } from '@dome/contracts';
import { eventually, startTestServer } from '@dome/testkit';
import { expect, test } from 'vitest';

import { connectPlane } from '../src/plane-connection.ts';
import type { PlaneConnectionOptions } from '../src/plane-connection.ts';
import { silentLogger } from '../src/logger.ts';

const CONFIG = `
max_payload: ${LIMITS.messageBytes}
authorization: { users: [
  { user: domed, password: x, permissions: { subscribe: ["${inboxPrefixOf('domed')}.>"] } }
] }`;

/** What the connections need from their process. */
function owner() {
  const said: string[] = [];
  const lacks = new Map<string, string>();
  const ending = new AbortController();
  const resources = new Map<string, AsyncDisposable>();
  const options = (servers: string): PlaneConnectionOptions => ({
    config: { natsUrl: servers, natsUser: 'domed', natsPassword: 'x' },
    name: 'domed-1',
    logger: { ...silentLogger, fatal: (fields, message) => void said.push(`${message}: ${codeIn(fields['err'])}`) },
    readiness: { lack: (part, why) => lacks.set(part, why), meet: (part) => lacks.delete(part) },
    shutdown: {
      signal: ending.signal,
      use: (name, resource) => resources.set(name, resource),
      begin: (reason, exitCode) => void said.push(`${reason} (${exitCode})`),
    },
  });
  return { said, lacks, resources, options, ending };
}

const codeIn = (error: unknown): string => (error instanceof DomeError ? error.code : 'no error of ours');

test('a plane has a connection for its work and one for requests, with inboxes of its own user, and its process closes them', async () => {
  await using server = await startTestServer({ config: CONFIG });
  const { said, lacks, resources, options } = owner();
  const work = await connectPlane(options(server.url), 'work');
  const requests = await connectPlane(options(server.url), 'requests');
  expect([...lacks]).toEqual([]);
  // An inbox with another prefix would be refused, and the request would get no answer.
  await expect(work.request('nobody.there', '', { timeout: 1_000 })).rejects.toThrow(/no responders/i);
  expect([...resources.keys()]).toEqual(['connection for work', 'connection for requests']);
  for (const resource of resources.values()) await resource[Symbol.asyncDispose]();
  expect([work.isClosed(), requests.isClosed(), said]).toEqual([true, true, []]);
});

test('a connection that is lost for good ends its process with a reason', async () => {
  await using server = await startTestServer({ config: CONFIG });
  const { said, options } = owner();
  await (await connectPlane(options(server.url), 'requests')).close();
  await eventually(() => said.length === 2);
  expect(said).toEqual(['nothing is heard any more: UNAVAILABLE', 'the connection is lost (1)']);
});

test('a credentials file determines the plane’s user, so no user is named beside it', async () => {
  const { options } = owner();
  const missing = {
    ...options('nats://127.0.0.1:4'),
    config: { ...options('nats://127.0.0.1:4').config, natsCreds: '/nowhere.creds' },
  };
  await expect(connectPlane(missing, 'work')).rejects.toMatchObject({
    message: expect.stringContaining('/nowhere.creds'),
  });
});

test('a file or a pair of settings that cannot be used is named by its variable', async () => {
  const { options } = owner();
  const given = options('nats://127.0.0.1:4');
  for (const [config, says] of [
    [{ natsCreds: '/nowhere/a' }, 'DOME_NATS_CREDS: The credentials file /nowhere/a is not there (ENOENT).'],
    [{ natsNkey: '/nowhere/b' }, 'DOME_NATS_NKEY: The nkey file /nowhere/b is not there (ENOENT).'],
    [{ natsTlsCa: '/nowhere/c' }, 'DOME_NATS_TLS_CA: The file /nowhere/c is not there (ENOENT).'],
    [{ natsTlsCert: import.meta.filename, natsTlsKey: '/d' }, /^DOME_NATS_TLS_CERT: The file .* holds no certificate/],
    [{ natsTlsCert: '/c' }, 'DOME_NATS_TLS_CERT is set, and DOME_NATS_TLS_KEY is not: set both.'],
    [{ natsTlsKey: '/d' }, 'DOME_NATS_TLS_KEY is set, and DOME_NATS_TLS_CERT is not: set both.'],
    [{ natsCreds: '/a', natsNkey: '/b' }, 'DOME_NATS_CREDS and DOME_NATS_NKEY are both set: remove one.'],
  ] as const) {
    const failed = connectPlane({ ...given, config: { ...given.config, ...config } }, 'work');
    await expect(failed).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: typeof says === 'string' ? says : expect.stringMatching(says),
    });
  }
});

test('a plane lacks the bus while its server refuses it, with a hint that names the variables', async () => {
  await using server = await startTestServer({ config: CONFIG });
  const { lacks, options, ending } = owner();
  const given = options(server.url);
  const hints: unknown[] = [];
  const logger = { ...given.logger, warn: ({ hint }: { readonly hint?: unknown }) => void hints.push(hint) };
  const connecting = connectPlane({ ...given, logger, config: { ...given.config, natsPassword: 'y' } }, 'work');
  await eventually(() => lacks.get('bus')?.endsWith('refuses the user domed.') === true);
  expect(hints).toEqual([expect.stringContaining('DOME_NATS_PASSWORD')]);
  ending.abort();
  await expect(connecting).rejects.toThrow(/abort/);
});
