import { expect, test } from 'vitest';

import type { StackFacts } from '../../src/connect/stack-facts.ts';
import { chooseTarget } from '../../src/connect/target.ts';
import type { TargetSources } from '../../src/connect/target.ts';

const globals = { timeoutMs: 1, output: 'table', color: 'auto', quiet: false } as const;
const stack: StackFacts = {
  pid: 7,
  url: 'nats://stack',
  cwd: '/here',
  startedAt: '2026-11-22T00:00:00Z',
  person: 'ada',
  passwords: { ada: 'a', grace: 'g' },
  contextPrefix: 'dome',
  runsOn: { ackWaitMs: 5_000, pool: 'default', skillsDir: '/here/skills', storeBytesMax: 1_000_000_000 },
};
const selected = { name: 'chosen', context: { url: 'nats://selected', creds: '/c.creds' } };
const named = { name: 'named', context: { url: 'nats://named', user: 'bob', password: 'b', inbox_prefix: 'mine' } };
const env = { NATS_URL: 'nats://env', NATS_USER: 'eve', NATS_PASSWORD: 'e' };

const target = (of: Partial<TargetSources>) => chooseTarget({ globals, env: {}, ...of });

test('the order is flag, named context, environment, stack, selected context', () => {
  const all = { env, named, stack, selected };
  expect(target({ ...all, globals: { ...globals, server: 'nats://flag' } }).servers).toBe('nats://flag');
  expect(target(all)).toMatchObject({ servers: 'nats://named', user: 'bob', password: 'b', inboxPrefix: 'mine' });
  expect(target({ env, stack, selected })).toMatchObject({
    servers: 'nats://env',
    user: 'eve',
    inboxPrefix: '_INBOX_eve',
  });
  expect(target({ stack, selected })).toMatchObject({ servers: 'nats://stack', user: 'ada', password: 'a' });
  expect(target({ selected })).toMatchObject({ servers: 'nats://selected', creds: '/c.creds' });
  expect(target({})).toMatchObject({ servers: 'nats://127.0.0.1:4222', origin: 'the default address' });
});

test('the other users of a stack are known by name alone, and each gets an inbox of its own', () => {
  const asGrace = target({ stack, globals: { ...globals, user: 'grace' } });
  expect(asGrace).toMatchObject({ user: 'grace', password: 'g', inboxPrefix: '_INBOX_grace' });
  const byUrl = target({ stack, globals: { ...globals, server: 'nats://stack', user: 'grace' } });
  expect(byUrl).toMatchObject({ user: 'grace', password: 'g' });
  const elsewhere = target({ stack, globals: { ...globals, server: 'nats://other', user: 'grace' } });
  expect(elsewhere).not.toHaveProperty('password');
});

test('a user in the address is used for nobody else, and is never printed', () => {
  const byFlag = target({ env, globals: { ...globals, server: 'nats://ann:se%2Fcret@there:4222' } });
  expect(byFlag).toEqual({
    servers: 'nats://there:4222',
    origin: '--server',
    user: 'ann',
    password: 'se/cret',
    inboxPrefix: '_INBOX_ann',
  });
  const byEnv = target({ env: { ...env, NATS_URL: 'nats://ann:secret@env' } });
  expect(byEnv).toMatchObject({ servers: 'nats://env', user: 'ann', password: 'secret', inboxPrefix: '_INBOX_ann' });
  const byToken = target({ globals: { ...globals, server: 'nats://t0ken@there', user: 'bob' } });
  expect(byToken).toEqual({ servers: 'nats://there', origin: '--server', user: 'bob', inboxPrefix: '_INBOX_bob' });
});

test('the user of the environment also applies to the server of a flag', () => {
  const there = target({ env, globals: { ...globals, server: 'nats://there' } });
  expect(there).toMatchObject({ servers: 'nats://there', user: 'eve', password: 'e', inboxPrefix: '_INBOX_eve' });
});

test('no flag is ignored: a stack accepts credentials, and refuses a user that it does not have', () => {
  const byCreds = target({ stack, globals: { ...globals, creds: '/c.creds' } });
  expect(byCreds).toEqual({ servers: 'nats://stack', origin: expect.stringContaining('process 7'), creds: '/c.creds' });
  expect(() => target({ stack, globals: { ...globals, user: 'mallory' } })).toThrow(
    expect.objectContaining({ code: 'UNAUTHENTICATED', hint: 'Choose one of ada, grace.' }),
  );
  expect(() => target({ stack, globals: { ...globals, server: '' } })).toThrow(/--server is empty/);
});

test('the password of one user is never sent as that of another', () => {
  expect(target({ env, globals: { ...globals, user: 'mallory' } })).not.toHaveProperty('password');
  expect(target({ named, globals: { ...globals, user: 'mallory' } })).not.toHaveProperty('password');
});
