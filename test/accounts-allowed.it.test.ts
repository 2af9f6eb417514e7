// The accounts allow what the contract declares, and the server itself reports them as the contract draws them.
import { eventually } from '@dome/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { ACCOUNTS, STREAMS, subjects } from '@dome/contracts';
import type { AccountDeclaration } from '@dome/contracts';

import { openArena } from './accounts/arena.ts';
import type { Arena } from './accounts/arena.ts';
import { JOB } from './accounts/seed.ts';

describe('what is allowed works', () => {
  let arena: Arena;
  beforeAll(async () => {
    arena = await openArena();
  });
  afterAll(() => arena[Symbol.asyncDispose]());

  test('a command goes to the work queue with its PubAck, and domed takes and acknowledges it', async () => {
    const ack = await arena.as('dome').request(subjects.skillExecute({ pool: 'default', skill: 'echo' }), 'work');
    expect(ack.json()).toMatchObject({ stream: STREAMS.SKILL_COMMANDS, seq: 1 });
    const taken = await arena
      .as('domed')
      .request('$JS.API.CONSUMER.MSG.NEXT.SKILL_COMMANDS.domed_default_echo', JSON.stringify({ batch: 1 }), {
        noMux: true,
        timeout: 2_000,
      });
    expect([taken.string(), taken.reply?.startsWith('$JS.ACK.')]).toEqual(['work', true]);
    await arena.as('domed').request(taken.reply ?? '', '+ACK');
  });

  test('dome reads terminals across the accounts and acknowledges them', async () => {
    const stored = await arena
      .as('domed')
      .request(subjects.jobTransition({ ...JOB, phase: 'succeeded' }), 'a terminal');
    expect(stored.json()).toMatchObject({ stream: STREAMS.JOB_EVENTS, seq: 1 });
    const next = 'DOMED.API.CONSUMER.MSG.NEXT.JOB_EVENTS.dome-runs';
    const taken = await arena.as('dome').request(next, JSON.stringify({ batch: 1 }), { noMux: true, timeout: 2_000 });
    expect(taken.reply).toMatch(/^\$JS\.ACK\./);
    const confirmed = await arena.as('dome').request(taken.reply ?? '', '+ACK');
    expect(confirmed.string()).toBe('');
    const info = await arena.as('dome').request('DOMED.API.CONSUMER.INFO.JOB_EVENTS.dome-runs');
    expect(info.json()).toMatchObject({ num_ack_pending: 0, ack_floor: { stream_seq: 1 } });
  });

  test('dome keeps its own chain and its own durable', async () => {
    const stored = await arena
      .as('dome')
      .request(subjects.runEvent({ plan: 'release', runId: 'r', phase: 'submitted' }), 'a run');
    expect(stored.json()).toMatchObject({ stream: STREAMS.RUN_EVENTS, seq: 1 });
    const law = subjects.lawEvent({ kind: 'policy', name: 'release', phase: 'applied' });
    expect((await arena.as('dome').request(law, 'a law')).json()).toMatchObject({ stream: STREAMS.LAW_EVENTS, seq: 1 });
    const taken = await arena
      .as('dome')
      .request('$JS.API.CONSUMER.MSG.NEXT.RUN_EVENTS.dome-engine', JSON.stringify({ batch: 1 }), {
        noMux: true,
        timeout: 2_000,
      });
    await arena.as('dome').request(taken.reply ?? '', '+ACK');
  });

  test.each(['ada', 'view'])('%s reads history and hears live subjects', async (user) => {
    const nc = arena.as(user);
    const runtime = await nc.request('DOMED.API.DIRECT.GET.JOB_EVENTS', JSON.stringify({ seq: 1 }));
    expect(runtime.headers?.get('Nats-Subject')).toBe(subjects.jobTransition({ ...JOB, phase: 'succeeded' }));
    const last = await nc.request(
      `DOME.API.DIRECT.GET.RUN_EVENTS.${subjects.runEvent({ plan: 'release', runId: 'r', phase: 'submitted' })}`,
    );
    expect(last.string()).toBe('a run');
    const live: string[] = [];
    const subscription = nc.subscribe('dome.live.>', {
      callback: (_error, message) => void live.push(message.subject),
    });
    await nc.flush();
    const runId = `r-${user}`;
    await arena.as('dome').request(subjects.runEvent({ plan: 'release', runId, phase: 'submitted' }), 'a run');
    await arena.as('domed').request(subjects.jobLog({ runId, jobId: 'j' }), 'a line');
    await eventually(() => live.length >= 2);
    await arena.quiet();
    subscription.unsubscribe();
    expect(live).toEqual([
      subjects.liveRun({ plan: 'release', runId, phase: 'submitted' }),
      subjects.liveLog({ runId, jobId: 'j' }),
    ]);
  });

  test('a reader takes messages of its durable on each stream, and acknowledges them', async () => {
    for (const [api, stream] of [
      ['DOMED.API', STREAMS.JOB_EVENTS],
      ['DOMED.API', STREAMS.JOB_LOGS],
      ['DOME.API', STREAMS.RUN_EVENTS],
      ['DOME.API', STREAMS.LAW_EVENTS],
    ] as const) {
      const durable = `${stream}.domed_reader_board`;
      const next = `${api}.CONSUMER.MSG.NEXT.${durable}`;
      const taken = await arena
        .as('board')
        .request(next, JSON.stringify({ batch: 1 }), { noMux: true, timeout: 2_000 });
      expect(taken.reply).toContain(`.${durable}.`);
      expect((await arena.as('board').request(taken.reply ?? '', '+ACK')).string()).toBe('');
      const info = await arena.as('board').request(`${api}.CONSUMER.INFO.${durable}`);
      expect(info.json()).toMatchObject({ num_ack_pending: 0, ack_floor: { consumer_seq: 1 } });
    }
    expect(arena.refusals('board')).toEqual([]);
  });

  test('a person finds the services of both planes with one ping, and looks at streams and consumers', async () => {
    const answering = ['dome', 'domed'].map((user) =>
      arena.as(user).subscribe('$SRV.PING', { callback: (_error, message) => void message.respond(user) }),
    );
    await arena.quiet();
    const answers: string[] = [];
    for await (const answer of await arena
      .as('ada')
      .requestMany('$SRV.PING', '', { strategy: 'count', maxMessages: 2, maxWait: 2_000 }))
      answers.push(answer.string());
    for (const subscription of answering) subscription.unsubscribe();
    expect(answers.toSorted()).toEqual(['dome', 'domed']);
    const names = await arena.as('ada').request('DOMED.API.STREAM.NAMES');
    expect(names.json<{ streams: string[] }>().streams).toContain(STREAMS.JOB_EVENTS);
    const info = await arena.as('ada').request('DOME.API.CONSUMER.INFO.RUN_EVENTS.dome-engine');
    expect(info.json()).toMatchObject({ name: 'dome-engine' });
  });

  test('dome calls every endpoint of the runtime, a person only those for people', async () => {
    const subscription = arena
      .as('domed')
      .subscribe('dome.svc.domed.>', { callback: (_error, message) => void message.respond('{}') });
    await arena.as('domed').flush();
    const open = [
      subjects.runtimeCapabilityList(),
      subjects.runtimeCapabilityGet(),
      subjects.runtimeJobGet(),
      subjects.runtimeArtifactPut(),
      subjects.runtimeCursorMove(),
      subjects.runtimeDaemonGet({ instance: 'domed-1' }),
    ];
    for (const subject of open) expect((await arena.as('ada').request(subject)).string()).toBe('{}');
    for (const subject of [...open, subjects.runtimeJobCancel(), subjects.runtimeHealth()])
      expect((await arena.as('dome').request(subject)).string()).toBe('{}');
    subscription.unsubscribe();
    expect(arena.refusals('ada')).toEqual([]);
    expect(arena.refusals('dome')).toEqual([]);
  });
});

interface AccountView {
  readonly exports?: readonly { subject: string; type: string; response_type?: string; approved_accounts?: string[] }[];
  readonly imports?: readonly {
    subject: string;
    account: string;
    local_subject: string;
    type: string;
    share: boolean;
    invalid: boolean;
  }[];
}

describe("the server's own view of the accounts", () => {
  test.each(Object.keys(ACCOUNTS))('%s exports and imports what is declared', async (name) => {
    await using arena = await openArena();
    const system = await arena.planes.connectAs('system');
    const answer = (await system.request('$SYS.REQ.SERVER.PING.ACCOUNTZ', JSON.stringify({ account: name }))).json<{
      data: { account_detail: AccountView };
    }>();
    const { exports = [], imports = [] } = answer.data.account_detail;
    expect(exports.map(exportLine).toSorted()).toEqual(declaredExports(arena.planes.accounts, name));
    expect(imports.map(importLine).toSorted()).toEqual(
      [...declaredImports(arena.planes.accounts, name), ...ofEveryAccount(name)].toSorted(),
    );
    expect(imports.filter(({ invalid }) => invalid)).toEqual([]);
  });
});

type ExportView = NonNullable<AccountView['exports']>[number];
type ImportView = NonNullable<AccountView['imports']>[number];

const exportLine = ({ subject, type, response_type, approved_accounts = [] }: ExportView): string =>
  `${type} ${subject} ${response_type === 'Streamed' ? 'stream ' : ''}to ${approved_accounts.toSorted().join()}`;
const importLine = ({ subject, account, local_subject, type }: ImportView): string =>
  `${type} ${subject} of ${account} as ${local_subject}`;

/** What the server itself grants each account: its own JetStream API, and requests about itself. */
const ofEveryAccount = (name: string): string[] => [
  'service $JS.API.> of SYS as $JS.API.>',
  `service $SYS.REQ.ACCOUNT.${name}.CONNZ of SYS as $SYS.REQ.ACCOUNT.PING.CONNZ`,
  `service $SYS.REQ.ACCOUNT.${name}.CONNZ of SYS as $SYS.REQ.SERVER.PING.CONNZ`,
  `service $SYS.REQ.ACCOUNT.${name}.STATZ of SYS as $SYS.REQ.ACCOUNT.PING.STATZ`,
  `service $SYS.REQ.USER.${name}.INFO of SYS as $SYS.REQ.USER.INFO`,
];

type Declared = Readonly<Record<string, AccountDeclaration>>;

function declaredExports(accounts: Declared, name: string): string[] {
  const lines = new Map<string, Set<string>>();
  for (const { service, stream, response, to } of accounts[name]?.exports ?? []) {
    const key = `${service === undefined ? 'stream' : 'service'} ${service ?? stream} ${response === 'stream' ? 'stream ' : ''}to `;
    lines.set(key, new Set([...(lines.get(key) ?? []), ...to]));
  }
  return [...lines].map(([key, to]) => key + [...to].toSorted().join()).toSorted();
}

function declaredImports(accounts: Declared, name: string): string[] {
  return Object.entries(accounts)
    .flatMap(([account, { exports }]) =>
      exports
        .filter(({ to }) => to.includes(name))
        .map(({ service, stream, as }) => {
          const subject = service ?? stream ?? '';
          return `${service === undefined ? 'stream' : 'service'} ${subject} of ${account} as ${as ?? subject}`;
        }),
    )
    .toSorted();
}
