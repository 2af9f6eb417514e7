// Both planes on a broker that asks for a client certificate and knows them by nkeys, and a person who has a certificate, too.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connectBus } from '@dome/bus';
import { applyTopology, declaredTopology, PROVISIONERS } from '@dome/bus/provision';
import { LIMITS, renderAccounts } from '@dome/contracts';
import { createTestAuthority, startControl, startDaemon, startTestServer } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';
import { nkeys } from '@nats-io/transport-node';
import { expect, test } from 'vitest';

import { ownEnvironment, startCommand } from './command.ts';
import { EXAMPLES, LAW } from './stage.ts';

const CLI = join(import.meta.dirname, '..', '..', 'services', 'cli', 'src', 'bin', 'dome.js');
const USERS = ['dome', 'domed', 'dome-provisioner', 'domed-provisioner'] as const;

test(
  'planes with a client certificate and an nkey each run a skill for a person with a certificate',
  { timeout: 60_000 },
  async () => {
    await using stack = new AsyncDisposableStack();
    const dir = await mkdtemp(join(tmpdir(), 'dome-secure-'));
    stack.defer(() => rm(dir, { recursive: true, force: true }));
    const seeds = await keysOf(dir);
    const authority = stack.use(await createTestAuthority());
    const [own, client] = [await authority.issue('server'), await authority.issue('client')];
    const tls = `tls { cert_file: "${own.certFile}", key_file: "${own.keyFile}", ca_file: "${authority.caFile}", verify: true }`;
    const config = `max_payload: ${LIMITS.messageBytes}\n${tls}\n${seeds.accounts}`;
    const server = stack.use(await startTestServer({ config }));
    const servers = server.url.replace('nats:', 'tls:');
    for (const account of ['DOMED', 'DOME'] as const) {
      const user = PROVISIONERS[account];
      await using nc = await connectBus({
        servers,
        name: user,
        nkey: seeds.fileOf(user),
        inboxPrefix: `_INBOX_${user}`,
        tls: { caFile: authority.caFile, ...client },
        connectTimeoutMs: 5_000,
      });
      const skills = [{ pool: 'default', skill: 'noop' }];
      await applyTopology(
        nc,
        declaredTopology({ account, skills, overrides: { storeBytesMax: server.storeBytesMax } }),
      );
    }
    const files = {
      DOME_NATS_TLS_CA: authority.caFile,
      DOME_NATS_TLS_CERT: client.certFile,
      DOME_NATS_TLS_KEY: client.keyFile,
    };
    const planes = {
      credentials: (user: string) => ({ servers, user, password: '', inboxPrefix: '' }),
    } as PlanesServer;
    const env = (user: string) => ({ ...files, DOME_NATS_NKEY: seeds.fileOf(user) });
    stack.use(await startControl({ server: planes, lawDir: LAW, env: env('dome') }));
    stack.use(await startDaemon({ server: planes, skillsDir: join(EXAMPLES, 'skills'), env: env('domed') }));
    const person = { NATS_URL: servers, NATS_USER: 'ada', NATS_PASSWORD: 'of-ada' };
    const shell = {
      ...ownEnvironment(),
      ...person,
      NATS_CA: authority.caFile,
      NATS_CERT: client.certFile,
      NATS_KEY: client.keyFile,
    };
    const said = await startCommand([process.execPath, CLI, 'skill', 'run', 'noop'], { env: shell, cwd: dir }).ended;
    expect(said, said.err).toMatchObject({ exitCode: 0 });
  },
);

/** The accounts of the contract, with keys in place of passwords, and each user's seed in a file. */
async function keysOf(dir: string) {
  const fileOf = (user: string): string => join(dir, `${user}.nk`);
  let accounts = renderAccounts({ people: ['ada'], readers: [], password: (user) => `of-${user}` });
  for (const user of USERS) {
    const pair = nkeys.createUser();
    await writeFile(fileOf(user), pair.getSeed(), { mode: 0o600 });
    accounts = accounts.replace(`user: "${user}", password: "of-${user}"`, `nkey: ${pair.getPublicKey()}`);
  }
  return { fileOf, accounts };
}
