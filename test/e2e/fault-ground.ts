// The servers and files on which faults of a start are staged.
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { ACCOUNTS } from '@dome/contracts';
import { createTestAuthority, startPlanesServer, startTestServer } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';

export interface FaultGround extends AsyncDisposable {
  /** Has everything. */
  readonly whole: PlanesServer;
  /** Has no stream. */
  readonly bare: PlanesServer;
  /** Has lost a durable. */
  readonly cut: PlanesServer;
  /** The control plane may not see one of its streams, and the runtime may answer no request. */
  readonly narrow: PlanesServer;
  /** The control plane may answer no request. */
  readonly deaf: PlanesServer;
  /** The control plane may not write the law. */
  readonly mute: PlanesServer;
  /** With a certificate of an authority of its own. */
  readonly secure: string;
  /** Which asks for a certificate, too. */
  readonly mutual: string;
  /** Of both. */
  readonly caFile: string;
  readonly certFile: string;
  /** Takes small messages only. */
  readonly small: string;
  /** Says that it is of an earlier version. */
  readonly old: string;
  /** A port that somebody listens on. */
  readonly takenPort: number;
  /** A file below the folder of the ground: a catalogue with a skill is `skills`, one with a fault in it is `broken`. */
  readonly path: (name: string) => string;
}

const SKILL = `apiVersion: dome/v1
kind: Skill
name: hello
version: 1.0.0
title: Hello
description: Says hello.
inputSchema: { type: object }
outputSchema: { type: object }
runs: { using: process, command: ['true'] }
`;

const FILES = {
  'skills/hello/skill.yaml': SKILL,
  'broken/hello/skill.yaml': SKILL.replace('1.0.0', 'one'),
  'without/README.md': '',
  'plain-file': 'no seed',
  'empty-file': '',
};

export async function openFaultGround(): Promise<FaultGround> {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), 'dome-faults-'));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  const people: string[] = [];
  const whole = stack.use(await startPlanesServer({ people }));
  const bare = stack.use(await startPlanesServer({ people, provision: false }));
  const lacking = async (...lacks: readonly Lack[]): Promise<PlanesServer> =>
    stack.use(await startPlanesServer({ people, accounts: accountsWithout(lacks) }));
  const narrow = await lacking(
    ['dome', 'publish', '$JS.API.STREAM.INFO.LAW_EVENTS'],
    ['domed', 'subscribe', 'dome.svc.domed.>'],
  );
  const deaf = await lacking(['dome', 'subscribe', 'dome.svc.dome.>']);
  const mute = await lacking(['dome', 'publish', 'dome.evt.law.>']);
  const cut = stack.use(await startPlanesServer({ people }));
  await (await cut.connectAs('dome-provisioner')).request('$JS.API.CONSUMER.DELETE.RUN_EVENTS.dome-engine');
  const authority = stack.use(await createTestAuthority());
  const { caFile } = authority;
  const { certFile, keyFile } = await authority.issue('server');
  const secureServer = async (more: string): Promise<string> => {
    const config = `tls { cert_file: "${certFile}", key_file: "${keyFile}" ${more} }`;
    return stack.use(await startTestServer({ config })).url.replace('nats:', 'tls:');
  };
  const secure = await secureServer('');
  const mutual = await secureServer(`, ca_file: "${caFile}", verify: true`);
  const small = stack.use(await startTestServer({ config: 'max_payload: 64KB' })).url;
  const old = `nats://127.0.0.1:${await listen(stack, { version: '2.11.9', max_payload: 8_388_608 })}`;
  const takenPort = await listen(stack, {});
  const owned = stack.move();
  const servers = { whole, bare, cut, narrow, deaf, mute, secure, mutual, caFile, certFile, small, old, takenPort };
  return { ...servers, path: (name) => join(dir, name), [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** A server that says of itself what is wanted. @returns its port */
async function listen(stack: AsyncDisposableStack, info: object): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.write(`INFO ${JSON.stringify({ headers: true, proto: 1, server_id: 'x', ...info })}\r\n`);
    socket.on('data', (bytes) => {
      if (bytes.includes('PING')) socket.write('PONG\r\n');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stack.defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return portOf(server.address());
}

const portOf = (address: string | AddressInfo | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

type Lack = readonly [plane: 'dome' | 'domed', operation: 'publish' | 'subscribe', subject: string];

/** The accounts of the contract without these rights, each of which there is. */
function accountsWithout(lacks: readonly Lack[]): typeof ACCOUNTS {
  let accounts = ACCOUNTS;
  for (const [plane, operation, subject] of lacks) {
    const name = plane.toUpperCase();
    const account = accounts[name];
    const user = account?.users[plane];
    if (account === undefined || user?.[operation].includes(subject) !== true)
      throw new Error(`the contract grants ${plane} no ${operation} on ${subject}`);
    const rights = { [operation]: user[operation].filter((one) => one !== subject) };
    accounts = { ...accounts, [name]: { ...account, users: { ...account.users, [plane]: { ...user, ...rights } } } };
  }
  return accounts;
}
