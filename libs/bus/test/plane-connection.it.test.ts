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
  const resources = new Map<string, AsyncDisposable>();
  const options = (servers: string): PlaneConnectionOptions => ({
    config: { natsUrl: servers, natsUser: 'domed', natsPassword: 'x' },
    name: 'domed-1',
    logger: { ...silentLogger, fatal: (fields, message) => void said.push(`${message}: ${codeIn(fields['err'])}`) },
    shutdown: {
      use: (name, resource) => resources.set(name, resource),
      begin: (reason, exitCode) => void said.push(`${reason} (${exitCode})`),
    },
  });
  return { said, resources, options };
}

const codeIn = (error: unknown): string => (error instanceof DomeError ? error.code : 'no error of ours');

test('a plane has a connection for its work and one for requests, with inboxes of its own user, and its process closes them', async () => {
  await using server = await startTestServer({ config: CONFIG });
  const { said, resources, options } = owner();
  const work = await connectPlane(options(server.url), 'work');
  const requests = await connectPlane(options(server.url), 'requests');
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
