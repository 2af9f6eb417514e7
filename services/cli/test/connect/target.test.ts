import { expect, test } from 'vitest';

import type { Globals } from '../../src/globals.ts';
import type { NatsContext } from '../../src/connect/nats-context.ts';
import { placesInOrder } from '../../src/connect/place.ts';
import type { StackFacts } from '../../src/connect/stack-facts.ts';
import { chooseTarget } from '../../src/connect/target.ts';
import type { Target } from '../../src/connect/target.ts';
import { settingsIn } from '../../src/settings/settings-file.ts';

const globals = { timeoutMs: 1, output: 'table', color: 'auto', quiet: false } as const;
const stack: StackFacts = {
  process: { pid: 7, host: 'here', startTime: '1', place: 'here' },
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

interface Given {
  readonly globals?: Globals;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stack?: StackFacts;
  readonly ended?: StackFacts;
  /** Passwords that are known by the name of their user. */
  readonly known?: Readonly<Record<string, string>>;
  /** Named by a flag. */
  readonly named?: { readonly name: string; readonly context: NatsContext };
  readonly selected?: { readonly name: string; readonly context: NatsContext };
  /** The text of the person's own file, and of the project's. */
  readonly person?: string;
  readonly project?: string;
}

function target(given: Given): Target {
  const files = {
    ...(given.person === undefined
      ? {}
      : { person: settingsIn(given.person, { path: '/home/ada/.config/dome/config.yaml', scope: 'person' }) }),
    ...(given.project === undefined
      ? {}
      : { project: settingsIn(given.project, { path: '/here/dome.yaml', scope: 'project' }) }),
  };
  const byFlag = given.named === undefined ? {} : { context: given.named.name };
  const sources = {
    globals: { ...globals, ...byFlag, ...given.globals, settings: files },
    env: given.env ?? {},
    cwd: given.cwd ?? '/here',
    stacks: {
      running: given.stack === undefined ? [] : [given.stack],
      ended: given.ended === undefined ? [] : [given.ended],
    },
    selected: given.selected?.name,
    known: (user: string) => given.known?.[user],
  };
  const [found] = placesInOrder(sources);
  if (found === undefined) throw new Error('there is always a place');
  const contexts = [given.named, given.selected].filter((one) => one !== undefined);
  const { place } = found;
  const nats = contexts.find(({ name }) => place.kind === 'nats' && name === place.name)?.context;
  return chooseTarget({ ...sources, found, nats });
}

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

test('the password beside the name of a user counts first, then one that stands beside no name, then one that is known', () => {
  const asked = { ...globals, user: 'domed-provisioner' };
  const alone = { NATS_URL: 'nats://env', NATS_PASSWORD: 'alone' };
  const known = { 'domed-provisioner': 'known', eve: 'known' };
  const passwordOf = (given: Given): string | undefined => target({ known, ...given }).password;
  expect(passwordOf({ globals: { ...asked, password: 'flag' }, env: alone })).toBe('flag');
  expect(passwordOf({ globals: asked, env: alone })).toBe('alone');
  expect(passwordOf({ globals: asked, env: { ...alone, NATS_USER: 'domed-provisioner' } })).toBe('alone');
  expect(passwordOf({ globals: asked, env: { ...alone, NATS_USER: 'eve' } })).toBe('known');
  expect(passwordOf({ env: { NATS_URL: 'nats://env', NATS_USER: 'eve' } })).toBe('known');
  expect(passwordOf({ env: { NATS_URL: 'nats://env', NATS_USER: 'eve' }, known: {} })).toBeUndefined();
  expect(passwordOf({ globals: { ...asked, creds: '/c.creds' } })).toBeUndefined();
});

test('the address that planes are given comes after that of the shell', () => {
  const planes = { DOME_NATS_URL: 'nats://planes', NATS_USER: 'eve' };
  expect(target({ env: planes, stack })).toMatchObject({
    servers: 'nats://planes',
    user: 'eve',
    origin: 'DOME_NATS_URL',
  });
  expect(target({ env: { ...planes, NATS_URL: 'nats://env' } }).servers).toBe('nats://env');
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

const elsewhere: StackFacts = { ...stack, url: 'nats://other', cwd: '/other', process: { ...stack.process, pid: 8 } };

test('a stack of this folder that ended is named, and nothing goes to another one', () => {
  const refused = (given: Given): unknown => {
    try {
      return target(given);
    } catch (error) {
      return error;
    }
  };
  expect(refused({ ended: stack, stack: elsewhere, cwd: '/here/deep' })).toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/stack of \/here \(process 7, nats:\/\/stack\).*stack of \/other \(process 8\)/),
    hint: expect.stringMatching(/`dome dev`.*--context \/other/),
  });
  expect(refused({ ended: stack, selected })).toMatchObject({ code: 'UNAVAILABLE' });
  expect(refused({ ended: stack, person: 'context: prod' })).toMatchObject({ code: 'UNAVAILABLE' });
  const { servers } = target({ ended: stack, stack: elsewhere, globals: { ...globals, context: '/other/deep' } });
  expect(servers).toBe('nats://other');
  expect(target({ ended: stack, stack: elsewhere, cwd: '/third' }).servers).toBe('nats://other');
  expect(target({ ended: stack, stack }).servers).toBe('nats://stack');
});

test('a folder in which no stack was started is said, whoever names it', () => {
  for (const given of [
    { globals: { ...globals, context: './lab' } },
    { person: 'context: lab\ncontexts: { lab: { stack: /here/lab } }' },
  ])
    expect(() => target({ ...given, stack: elsewhere })).toThrow(
      expect.objectContaining({ code: 'UNAVAILABLE', message: expect.stringContaining('started in /here/lab') }),
    );
});

const OWN = `
context: prod
contexts:
  prod: { server: nats://prod, user: ops, creds: ~/prod.creds }
  lab: { nats: chosen }
  second: { stack: /here, user: grace }
`;

test('the order goes on with the file of the project, the own one, and what else runs on this machine', () => {
  const project = 'context: lab';
  expect(target({ person: OWN, project, stack, selected }).servers).toBe('nats://stack');
  expect(target({ person: OWN, project, stack: elsewhere, selected }).servers).toBe('nats://selected');
  expect(target({ person: OWN, stack: elsewhere, selected }).servers).toBe('nats://prod');
  expect(target({ stack: elsewhere, selected }).servers).toBe('nats://other');
  expect(target({ person: OWN, stack, env: { DOME_CONTEXT: 'prod', NATS_URL: 'nats://env' } }).servers).toBe(
    'nats://prod',
  );
  expect(target({ person: OWN, stack, globals: { ...globals, context: 'second' } })).toMatchObject({
    servers: 'nats://stack',
    user: 'grace',
    password: 'g',
  });
});

test('credentials go to the place that they stand beside, and to no other', () => {
  const secrets = { NATS_USER: 'eve', NATS_PASSWORD: 'e', NATS_CREDS: '/eve.creds', NATS_NKEY: '/eve.nk' };
  expect(target({ person: OWN, env: { ...secrets, HOME: '/home/ada' } })).toEqual({
    servers: 'nats://prod',
    user: 'ops',
    creds: '/home/ada/prod.creds',
    inboxPrefix: '_INBOX_ops',
    origin: 'the context prod, by /home/ada/.config/dome/config.yaml:2',
  });
  expect(target({ person: 'server: nats://own\ncreds: own.creds', env: secrets })).toEqual({
    servers: 'nats://own',
    creds: '/home/ada/.config/dome/own.creds',
    origin: '/home/ada/.config/dome/config.yaml:1',
  });
  expect(target({ person: OWN, globals: { ...globals, server: 'nats://there' } })).toEqual({
    servers: 'nats://there',
    origin: '--server',
  });
});

test.each([
  ['as nats calls them', { NATS_CA: '/ca', NATS_CERT: '/cert', NATS_KEY: '/key' }],
  ['as the planes do', { DOME_NATS_TLS_CA: '/ca', DOME_NATS_TLS_CERT: '/cert', DOME_NATS_TLS_KEY: '/key' }],
])('the files of TLS are those of the environment, %s, where the broker is named there or by a flag', (_, files) => {
  const tls = { caFile: '/ca', certFile: '/cert', keyFile: '/key' };
  expect(target({ env: { ...files, DOME_NATS_URL: 'tls://env' } })).toMatchObject({ servers: 'tls://env', tls });
  expect(target({ env: files, globals: { ...globals, server: 'tls://flag' } })).toMatchObject({ tls });
  expect(target({ env: files, stack })).not.toHaveProperty('tls');
  expect(target({ env: files, named })).not.toHaveProperty('tls');
});

test('an nkey of the environment belongs to the broker that is named there, and to no other user', () => {
  const shell = { NATS_URL: 'nats://env', NATS_NKEY: '/seed.nk' };
  expect(target({ env: shell })).toMatchObject({ servers: 'nats://env', nkey: '/seed.nk' });
  expect(target({ env: shell, globals: { ...globals, user: 'ada' } })).not.toHaveProperty('nkey');
  expect(target({ env: { NATS_NKEY: '/seed.nk' }, stack })).not.toHaveProperty('nkey');
});
