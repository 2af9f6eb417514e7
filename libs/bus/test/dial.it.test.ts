// Why a server cannot be reached, on real servers; what is said while it is waited for, and what is read again at a login.
import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createTestAuthority, eventually, startTestServer } from '@dome/testkit';
import type { IssuedCertificate } from '@dome/testkit';
import { nkeys } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { closeBus, connectBus } from '../src/connection.ts';
import type { BusOptions } from '../src/connection.ts';
import { onStatus } from '../src/status.ts';
import type { BusLogger } from '../src/logger.ts';

let dir: string;
let stack: AsyncDisposableStack;
let authority: Awaited<ReturnType<typeof createTestAuthority>>;
let stranger: Awaited<ReturnType<typeof createTestAuthority>>;
let serverFiles: IssuedCertificate;
let client: IssuedCertificate;
const servers = { plain: '', secure: '', mutual: '', first: '', mute: '', other: '' };

const tlsBlock = (more: string): string =>
  `tls { cert_file: "${serverFiles.certFile}", key_file: "${serverFiles.keyFile}" ${more} }`;
const LOGIN = 'authorization { users: [{ user: dome, password: right }] }';

async function listening(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    onConnection(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stack.defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const at = server.address();
  return `nats://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`;
}

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  dir = await mkdtemp(join(tmpdir(), 'dome-dial-'));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  authority = stack.use(await createTestAuthority());
  stranger = stack.use(await createTestAuthority());
  [serverFiles, client] = [await authority.issue('server'), await authority.issue('client')];
  const start = async (config: string): Promise<string> => stack.use(await startTestServer({ config })).url;
  servers.plain = await start(LOGIN);
  servers.secure = await start(`${LOGIN}\n${tlsBlock('')}`);
  servers.mutual = await start(`${LOGIN}\n${tlsBlock(`, ca_file: "${authority.caFile}", verify: true`)}`);
  servers.mute = await listening(() => {});
  servers.other = await listening((socket) => void socket.end());
});
afterAll(() => stack.disposeAsync());

const login = { user: 'dome', password: 'right' };

interface Row {
  readonly fault: string;
  readonly options: () => Partial<BusOptions> & Pick<BusOptions, 'servers'>;
  readonly code?: string;
  readonly reason: string;
  readonly says: RegExp;
}

const ROWS: readonly Row[] = [
  {
    fault: 'a wrong password',
    options: () => ({ servers: servers.plain, user: 'dome', password: 'wrong-one' }),
    code: 'UNAUTHENTICATED',
    reason: 'login refused',
    says: /refuses the user dome\.$/,
  },
  {
    fault: 'an unknown user',
    options: () => ({ servers: servers.plain, user: 'nobody', password: 'wrong-one' }),
    code: 'UNAUTHENTICATED',
    reason: 'login refused',
    says: /refuses the user nobody\.$/,
  },
  {
    fault: 'an authority that is not trusted',
    options: () => ({ servers: servers.secure, ...login }),
    reason: 'server not trusted',
    says: /no secure connection .*: unable to verify the first certificate \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)\.$/,
  },
  {
    fault: 'another authority',
    options: () => ({ servers: servers.secure, ...login, tls: { caFile: stranger.caFile } }),
    reason: 'server not trusted',
    says: /unable to verify/,
  },
  {
    fault: 'a client certificate that is missing',
    options: () => ({ servers: servers.mutual, ...login, tls: { caFile: authority.caFile } }),
    reason: 'client certificate',
    says: /asks for a client certificate/,
  },
  {
    fault: 'a client certificate of a stranger',
    options: () => ({ servers: servers.mutual, ...login, tls: { caFile: authority.caFile, ...client, ...strange } }),
    reason: 'client certificate',
    says: /does not accept the client certificate/,
  },
  {
    fault: 'an address that asks for TLS, where there is none',
    options: () => ({ servers: servers.plain.replace('nats:', 'tls:'), ...login }),
    reason: 'no TLS',
    says: /no secure connection .*: it does not speak TLS\.$/,
  },
  {
    fault: 'an authority that is named, where there is no TLS',
    options: () => ({ servers: servers.plain, ...login, tls: { caFile: authority.caFile } }),
    reason: 'no TLS',
    says: /does not speak TLS/,
  },
  {
    fault: 'a name that is not known',
    options: () => ({ servers: 'nats://nats.invalid:4222', ...login }),
    reason: 'name unknown',
    says: /the name nats\.invalid is not known \((ENOTFOUND|EAI_AGAIN)\)\.$/,
  },
  {
    fault: 'a port that nobody listens on',
    options: () => ({ servers: 'nats://127.0.0.1:9', ...login }),
    reason: 'connection refused',
    says: /No nats-server answers at nats:\/\/127\.0\.0\.1:9: the connection is refused\.$/,
  },
  {
    fault: 'a server that says nothing',
    options: () => ({ servers: servers.mute, ...login }),
    reason: 'silence',
    says: /nothing is heard of it in 1500 ms\.$/,
  },
  {
    fault: 'something else that ends the connection',
    options: () => ({ servers: servers.other, ...login }),
    reason: 'closed',
    says: /the connection is closed before it says anything\.$/,
  },
];

let strange: Partial<IssuedCertificate> = {};
beforeAll(async () => {
  strange = await stranger.issue('client');
});

test.each(ROWS)('$fault is named, and no password with it', async ({ options, code = 'UNAVAILABLE', reason, says }) => {
  const failed = connectBus({ name: 'dome-1', connectTimeoutMs: 1_500, ...options() });
  const error = await failed.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, message: expect.stringMatching(says), fields: { reason } });
  expect(JSON.stringify(error) + String(error)).not.toMatch(/wrong-one|right/);
});

describe('a secure connection', () => {
  test('is made with the authority, the client certificate and its key', async () => {
    const tls = { caFile: authority.caFile, ...client };
    const nc = await connectBus({ servers: servers.mutual, name: 'dome-1', ...login, tls, connectTimeoutMs: 5_000 });
    expect(nc.info?.tls_verify).toBe(true);
    await closeBus(nc);
  });

  test('to one of several servers that are addressed by number needs the certificate of one of them', async () => {
    const { port } = new URL(servers.secure);
    const options = { name: 'dome-1', ...login, tls: { caFile: authority.caFile }, connectTimeoutMs: 5_000 };
    const nc = await connectBus({ ...options, servers: `tls://127.0.0.9:1,tls://127.0.0.1:${port}` });
    expect(nc.getServer()).toBe(`127.0.0.1:${port}`);
    await closeBus(nc);
    const named = await connectBus({
      ...options,
      servers: `tls://127.0.0.9:1,tls://127.0.0.8:1,tls://localhost:${port}`,
    });
    await closeBus(named);
    // The server listens there, too, and its certificate is for 127.0.0.1.
    const elsewhere = connectBus({ ...options, servers: `tls://127.0.0.2:${port},tls://127.0.0.3:${port}` });
    await expect(elsewhere).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('has files that are read before it is tried, and the one that cannot be used is named', async () => {
    const other = await authority.issue('other');
    const broken = join(dir, 'broken.pem');
    await writeFile(broken, 'no certificate');
    for (const [tls, path, says] of [
      [{ caFile: '/nowhere/ca.pem' }, '/nowhere/ca.pem', /is not there \(ENOENT\)/],
      [{ caFile: broken }, broken, /holds no certificate in PEM/],
      [{ caFile: dir }, dir, /is a folder/],
      [{ ...client, keyFile: broken }, broken, /holds no private key in PEM/],
      [{ ...client, keyFile: other.keyFile }, other.keyFile, /is not that of the certificate in/],
    ] as const) {
      const failed = connectBus({ servers: 'nats://127.0.0.1:9', name: 'dome-1', tls });
      await expect(failed).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(says),
        fields: { path },
      });
    }
  });
});

function recorder() {
  const lines: { message: string; reason: unknown; hint: unknown }[] = [];
  const absences: (string | undefined)[] = [];
  const ignore = (): void => {};
  const warn: BusLogger['warn'] = ({ err, hint }, message) => {
    const fields = err instanceof Error && 'fields' in err ? err.fields : {};
    lines.push({ message, hint, reason: Reflect.get(Object(fields), 'reason') });
  };
  const logger: BusLogger = { debug: ignore, info: ignore, warn, error: ignore };
  return { lines, absences, logger, onAbsence: (fault?: Error) => void absences.push(fault?.message) };
}

test('while a server is waited for, each reason is said once at first, and the wait ends by itself', async () => {
  await using server = await startTestServer({ config: LOGIN });
  const passwordFile = join(dir, 'password');
  await writeFile(passwordFile, 'wrong-one\n');
  const { lines, absences, ...heard } = recorder();
  const hints = { 'login refused': 'Check DOME_NATS_PASSWORD.' };
  const options = { servers: server.url, name: 'dome-1', user: 'dome', passwordFile, hints, ...heard };
  const connecting = connectBus(options);
  await eventually(() => absences.length > 2);
  expect(lines).toEqual([
    { message: 'bus waits for a server', reason: 'login refused', hint: 'Check DOME_NATS_PASSWORD.' },
  ]);
  await writeFile(passwordFile, 'right\n');
  const nc = await connecting;
  expect(absences.at(-1)).toBeUndefined();
  await closeBus(nc);
});

test('the reason of an outage is said, too', async () => {
  await using server = await startTestServer({ config: LOGIN });
  const { lines, absences, ...heard } = recorder();
  const nc = await connectBus({ servers: server.url, name: 'dome-1', ...login, ...heard });
  await server.kill();
  await eventually(() => lines.some(({ reason }) => reason === 'connection refused'));
  expect(absences.find((absence) => absence !== undefined)).toMatch(/^The connection of dome-1 to .* is lost\.$/);
  await server.start();
  await eventually(() => absences.at(-1) === undefined && absences.length > 2);
  await closeBus(nc);
});

async function loggedInAgain(nc: Awaited<ReturnType<typeof connectBus>>): Promise<void> {
  const again = Promise.withResolvers<void>();
  using _status = onStatus(nc, ({ type }) => {
    if (type === 'reconnect') again.resolve();
  });
  await nc.reconnect();
  await again.promise;
}

test('a seed that was renewed is used at the next login, and one that is being replaced changes nothing', async () => {
  const [old, renewed] = [nkeys.createUser(), nkeys.createUser()];
  const users = [old, renewed].map((pair) => `{ nkey: ${pair.getPublicKey()} }`).join(', ');
  await using server = await startTestServer({ config: `authorization { users: [${users}] }` });
  const nkey = join(dir, 'seed.nk');
  await writeFile(nkey, old.getSeed());
  const nc = await connectBus({ servers: server.url, name: 'dome-1', nkey });
  const who = async (): Promise<string> => {
    const answer = await nc.request('$SYS.REQ.USER.INFO');
    return answer.json<{ data: { user: string } }>().data.user;
  };
  expect(await who()).toBe(old.getPublicKey());
  await writeFile(nkey, '');
  await loggedInAgain(nc);
  expect(await who()).toBe(old.getPublicKey());
  await writeFile(nkey, renewed.getSeed());
  await loggedInAgain(nc);
  expect(await who()).toBe(renewed.getPublicKey());
  await closeBus(nc);
});

test('a certificate that was renewed is used at the next login', async () => {
  const config = `${LOGIN}\n${tlsBlock(`, ca_file: "${authority.caFile}", verify: true`)}`;
  await using server = await startTestServer({ config });
  const files = await stranger.issue('renewed');
  const own = { certFile: join(dir, 'own.pem'), keyFile: join(dir, 'own.key') };
  const copy = async ({ certFile, keyFile }: IssuedCertificate): Promise<void> => {
    await copyFile(certFile, own.certFile);
    await copyFile(keyFile, own.keyFile);
  };
  await copy(files);
  const { lines, absences: _, ...heard } = recorder();
  const tls = { caFile: authority.caFile, ...own };
  const connecting = connectBus({ servers: server.url, name: 'dome-1', ...login, tls, ...heard });
  await eventually(() => lines.some(({ reason }) => reason === 'client certificate'), { timeoutMs: 20_000 });
  await copy(client);
  await closeBus(await connecting);
});
