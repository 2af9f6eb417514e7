// What the page says of the `nats` command line: each command's request is sent as the user of each context that it names.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { isJsonObject } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';
import { expect, test } from 'vitest';

import { openStage } from '../e2e/stage.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/nats-cli.md'), 'utf8');
const USERS = { OPERATOR: 'operator', VIEW: 'view', PEOPLE: 'ada' } as const;
type ContextName = keyof typeof USERS;
const isContext = (name: string): name is ContextName => Object.hasOwn(USERS, name);

interface Row {
  readonly command: string;
  /** Undefined: the command listens. */
  readonly request: string | undefined;
  readonly contexts: readonly ContextName[];
}

const rows = [...page.matchAll(/^\| (`nats [^|]+?) +\| +(?:`([^`]+)`)? +\| ([A-Z, ]+?) +\|$/gm)].map(
  ([, command = '', request, contexts = '']): Row => ({
    command,
    request,
    contexts: contexts.split(', ').filter(isContext),
  }),
);

/** The first answer that is not a fault, or what is wrong with it. */
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

test('each command works with the contexts that the page names, and with no other', { timeout: 90_000 }, async () => {
  expect(rows.length).toBeGreaterThan(15);
  await using stage = await openStage({ skills: ['echo'] });
  await stage.daemon();
  await stage.control();
  for (const [context, user] of Object.entries(USERS)) {
    const nc = await stage.planes.connectAs(user);
    for (const { command, request, contexts } of rows) {
      const isNamed = contexts.some((name) => name === context);
      const at = `${command} as ${context}`;
      const subject = /sub '([^']+)'/.exec(command)?.[1];
      if (subject !== undefined) {
        const fault = await listened(nc, subject);
        if (isNamed) expect(fault, at).toBeUndefined();
        else expect(fault, at).toMatch(/Permissions Violation/);
      } else if (isNamed) expect(await answer(nc, request ?? ''), at).toBe('answered');
      else await expect(answer(nc, request ?? ''), at).rejects.toThrow(/Permissions Violation/);
    }
  }
});
