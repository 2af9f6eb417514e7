// What the page says of the `nats` command line: each command's request is sent with the contexts that it names, as `dome dev` wrote
// them, and refused with every other.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isJsonObject } from '@dome/contracts';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { openCliStage } from '../e2e/cli-stage.ts';
import type { CliStage } from '../e2e/cli-stage.ts';
import { contextFor, natsRows, PERSON, readContexts } from './nats-rows.ts';
import type { ContextFiles } from './nats-rows.ts';
import { HOME } from './page-shell.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const NAMES = ['OPERATOR', 'VIEW', 'PEOPLE'];
let page: string;
let stage: CliStage;
let files: ContextFiles;
const connections = new Map<string, NatsConnection>();

beforeAll(async () => {
  page = await readFile(join(HOME, 'docs/nats-cli.md'), 'utf8');
  stage = await openCliStage();
  files = await readContexts(stage.dir);
});
afterAll(async () => {
  for (const nc of connections.values()) await nc.close();
  await stage[Symbol.asyncDispose]();
});

async function connectWith(context: string): Promise<NatsConnection> {
  const known = connections.get(context);
  if (known !== undefined) return known;
  const file = files.get(context);
  if (file === undefined) throw new Error(`dome dev wrote no context ${context}`);
  const { url, user, password, inbox_prefix: inboxPrefix } = file;
  const own = inboxPrefix === '' ? {} : { inboxPrefix };
  const nc = await connect({ servers: url, user, pass: password, ...own });
  connections.set(context, nc);
  return nc;
}

/** What is answered, or what is wrong with it. */
async function answer(nc: NatsConnection, request: string): Promise<unknown> {
  const body = request.includes('.MSG.GET.') ? { seq: 1 } : {};
  const reply = await nc.request(request, JSON.stringify(body), { timeout: 5_000 });
  const said: unknown = reply.json();
  const fault = reply.headers?.get('Nats-Service-Error');
  if (fault !== undefined && fault !== '') return fault;
  return isJsonObject(said) && said['error'] === undefined ? 'answered' : said;
}

/** Resolves to the fault, or undefined once the broker has accepted it. */
async function listened(nc: NatsConnection, subject: string): Promise<string | undefined> {
  let fault: string | undefined;
  const subscription = nc.subscribe(subject, { callback: (error) => void (fault = error?.message ?? fault) });
  await nc.flush();
  subscription.unsubscribe();
  return fault;
}

test('dome dev writes the contexts of the page, for the users that it names', () => {
  const rows = [...page.matchAll(/^\| `(dome-[^`]+)` +\| (`[^`]+`|the person) +\|/gm)];
  const listed = rows.map(([, name = '', user = '']) =>
    `${name} ${user.replaceAll('`', '')}`.replace('<person>', PERSON).replace('the person', PERSON),
  );
  expect(listed.length).toBeGreaterThan(7);
  const written = [...files].filter(([name]) => !name.includes('-PEOPLE-') || name.startsWith(`dome-PEOPLE-${PERSON}`));
  expect(written.map(([name, { user }]) => `${name} ${user}`).toSorted()).toEqual(listed.toSorted());
});

test('each command works with the contexts that the page names, and with no other', async () => {
  const rows = natsRows(page);
  expect(rows.length).toBeGreaterThan(15);
  for (const name of NAMES) {
    for (const { command, request = '', contexts } of rows) {
      const isNamed = contexts.includes(name);
      const at = `${command} as ${name}`;
      const nc = await connectWith(contextFor(files, name, request));
      const subject = /sub '([^']+)'/.exec(command)?.[1];
      if (subject !== undefined) {
        const fault = await listened(nc, subject);
        if (isNamed) expect(fault, at).toBeUndefined();
        else expect(fault, at).toMatch(/Permissions Violation/);
      } else if (isNamed) expect(await answer(nc, request), at).toBe('answered');
      else await expect(answer(nc, request), at).rejects.toThrow(/Permissions Violation/);
    }
  }
});

test('who looks at the server itself does so with the context of the page', async () => {
  const nc = await connectWith('dome-SYSTEM');
  // nats server list, nats server report connections
  for (const request of ['$SYS.REQ.SERVER.PING', '$SYS.REQ.SERVER.PING.CONNZ'])
    expect(await answer(nc, request), request).toBe('answered');
});

test('what the page says cannot be is refused: nobody but a provisioner makes a consumer', async () => {
  for (const name of NAMES)
    for (const request of ['DOMED.API.CONSUMER.CREATE.JOB_EVENTS', 'DOME.API.CONSUMER.CREATE.RUN_EVENTS'])
      await expect(
        answer(await connectWith(contextFor(files, name, request)), request),
        `${request} as ${name}`,
      ).rejects.toThrow(/Permissions Violation/);
  for (const [context, request] of [
    ['dome-PROVISIONER-DOMED', '$JS.API.CONSUMER.CREATE.JOB_EVENTS'],
    ['dome-PROVISIONER-DOME', '$JS.API.CONSUMER.CREATE.RUN_EVENTS'],
  ] as const)
    // Of a request without a configuration the server says so, which it may only be asked by whoever has the right.
    expect(await answer(await connectWith(context), request)).toMatchObject({ error: { code: 400 } });
});
