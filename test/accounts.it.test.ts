// L2 on a real broker: a forbidden message of a plane or person has no effect, whoever tries and however. Each attempt
// is derived from the declared rights; at the end wrong rights are granted, and the same checks must detect each.
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { ACCOUNTS } from '@dome/contracts';
import type { AccountDeclaration } from '@dome/contracts';

import { openArena } from './accounts/arena.ts';
import type { Arena } from './accounts/arena.ts';
import { byDome, byDomed, byPerson, byReader, byViewer } from './accounts/forgeries.ts';
import type { Forgery } from './accounts/forgeries.ts';
import { seed } from './accounts/seed.ts';

async function getThrough(arena: Arena, forgeries: readonly Forgery[]): Promise<string[]> {
  const lines: string[] = [];
  for (const forgery of forgeries) lines.push(...(await arena.attempt(forgery)));
  return lines;
}

/** The first refusal of a subscription, or undefined if the broker accepted it. */
async function subscribeRefusal(nc: NatsConnection, subject: string, queue?: string): Promise<string | undefined> {
  let refusal: string | undefined;
  const subscription = nc.subscribe(subject, {
    ...(queue === undefined ? {} : { queue }),
    callback: (error) => {
      if (error !== null) refusal = error.message;
    },
  });
  await nc.flush();
  subscription.unsubscribe();
  return refusal;
}

describe('the accounts as declared', () => {
  let arena: Arena;
  beforeAll(async () => {
    arena = await openArena();
    await seed(arena);
  });
  afterAll(() => arena[Symbol.asyncDispose]());

  test('dome cannot say what happened to a job', async () => {
    expect(await getThrough(arena, byDome())).toEqual([]);
  });

  test('domed cannot decide, not even by the answers to each of its rights', async () => {
    expect(await getThrough(arena, byDomed())).toEqual([]);
    const injected = arena.heard.filter(
      ({ account, subject }) => account === 'DOMED' && /^dome\.evt\.run\..*forged/.test(subject),
    );
    // Inside its own account each injection is real, or this test would prove nothing.
    expect(injected.length).toBeGreaterThan(15);
  });

  test('a person cannot command, decide for the planes, or answer for them', async () => {
    expect(await getThrough(arena, byPerson())).toEqual([]);
  });

  test('an onlooker can ask for history and for what people see, and for nothing else', async () => {
    expect(await getThrough(arena, byViewer())).toEqual([]);
  });

  test('a reader can ask its own durable only', async () => {
    expect(await getThrough(arena, byReader())).toEqual([]);
  });

  test.each(['dome.live.>', 'dome.evt.>', '_INBOX_other.>', '_INBOX_view.>', '>'])(
    'a reader cannot listen on %s',
    async (subject) => {
      expect(await subscribeRefusal(arena.as('board'), subject)).toContain('Permissions Violation');
    },
  );

  test.each([
    'dome.svc.dome.>',
    'dome.svc.dome.gate.decide',
    'dome.svc.>',
    '>',
    '*.>',
    '_INBOX_grace.>',
    '_INBOX_dome.>',
    '$SRV.>',
    '_R_.>',
    'dome.evt.>',
    'dome.cmd.>',
  ])('a person cannot listen on %s', async (subject) => {
    expect(await subscribeRefusal(arena.as('ada'), subject)).toContain('Permissions Violation');
    expect(await subscribeRefusal(arena.as('ada'), subject, 'workers')).toContain('Permissions Violation');
  });

  test.each(['dome.svc.>', '>', '_INBOX_ada.>', 'dome.evt.>', 'dome.log.>', '$SRV.>'])(
    'an onlooker cannot listen on %s',
    async (subject) => {
      expect(await subscribeRefusal(arena.as('view'), subject)).toContain('Permissions Violation');
    },
  );

  test.each(['dome.evt.>', 'dome.svc.dome.>', 'dome.live.run.>', '_INBOX_dome.>', '>'])(
    'domed cannot listen on %s',
    async (subject) => {
      expect(await subscribeRefusal(arena.as('domed'), subject)).toContain('Permissions Violation');
    },
  );
});

describe('the same checks detect a wrong right', () => {
  const account = (name: string): AccountDeclaration => {
    const declared = ACCOUNTS[name];
    if (declared === undefined) throw new Error(`${name} is not declared`);
    return declared;
  };
  const exporting = (name: string, line: AccountDeclaration['exports'][number]): AccountDeclaration => ({
    ...account(name),
    exports: [...account(name).exports, line],
  });
  const granting = (
    name: string,
    user: string,
    rights: { publish?: string; subscribe?: string },
  ): AccountDeclaration => {
    const declared = account(name).users[user] ?? { description: '', publish: [], subscribe: [] };
    const more = (list: readonly string[], right: string | undefined): string[] =>
      right === undefined ? [...list] : [...list, right];
    const user2 = {
      ...declared,
      publish: more(declared.publish, rights.publish),
      subscribe: more(declared.subscribe, rights.subscribe),
    };
    return { ...account(name), users: { ...account(name).users, [user]: user2 } };
  };
  const seen = async (change: Record<string, AccountDeclaration>, forgeries: () => Forgery[]): Promise<string> => {
    await using arena = await openArena({ ...ACCOUNTS, ...change });
    await seed(arena);
    return (await getThrough(arena, forgeries())).join('\n');
  };

  test('all live subjects of the runtime, instead of its own: domed forges a run for people to see', async () => {
    const change = { DOMED: exporting('DOMED', { stream: 'dome.live.>', to: ['PEOPLE'] }) };
    expect(await seen(change, byDomed)).toMatch(/domed \$JS\.API\S+ answered on dome\.live\.run\S+: PEOPLE heard it/);
  });

  test('run events open to the runtime: domed decides through an answer alone', async () => {
    const change = { DOME: exporting('DOME', { service: 'dome.evt.run.>', to: ['DOMED'] }) };
    expect(await seen(change, byDomed)).toMatch(/domed \S+ answered on dome\.evt\.run\S+: RUN_EVENTS stored it/);
  });

  test('job events open to the control plane: dome says what happened to a job', async () => {
    const change = {
      DOMED: exporting('DOMED', { service: 'dome.evt.job.>', to: ['DOME'] }),
      DOME: granting('DOME', 'dome', { publish: 'dome.evt.job.>' }),
    };
    expect(await seen(change, byDome)).toMatch(/dome dome\.evt\.job\S+: JOB_EVENTS stored it/);
  });

  test('commands open to people: a person commands', async () => {
    const change = {
      DOMED: exporting('DOMED', { service: 'dome.cmd.skill.execute.>', to: ['PEOPLE'] }),
      PEOPLE: granting('PEOPLE', '{person}', { publish: 'dome.cmd.skill.execute.>' }),
    };
    expect(await seen(change, byPerson)).toMatch(/ada dome\.cmd\S+: SKILL_COMMANDS stored it/);
  });

  test('an onlooker who may ask services is not refused', async () => {
    const change = { VIEW: granting('VIEW', 'view', { publish: 'dome.svc.dome.>' }) };
    expect(await seen(change, byViewer)).toContain('view dome.svc.dome.gate.decide: the broker does not refuse it');
  });

  test('a reader who may ask the durable of another is not refused', async () => {
    const right = 'DOMED.API.CONSUMER.MSG.NEXT.JOB_EVENTS.domed_reader_other';
    const change = { VIEW: granting('VIEW', '{reader}', { publish: right }) };
    expect(await seen(change, byReader)).toContain(`board ${right}: the broker does not refuse it`);
  });

  test('a person who may listen to requests hears the vote of another, and answers it', async () => {
    const change = { PEOPLE: granting('PEOPLE', '{person}', { subscribe: 'dome.svc.dome.>' }) };
    await using arena = await openArena({ ...ACCOUNTS, ...change });
    expect(await subscribeRefusal(arena.as('ada'), 'dome.svc.dome.>')).toBeUndefined();
  });
});
