// The proof on a real broker: nothing that the contract forbids gets through, and each wrong right that is granted by hand
// is named. Nothing is stored by the attempts.
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { brokerUser, forbiddenAttempts, proveForbidden, readersOf, watchAsPerson } from '@dome/bus/prove';
import type { ForbiddenAttempt } from '@dome/bus/prove';
import { ACCOUNTS, subjects } from '@dome/contracts';
import type { AccountDeclaration } from '@dome/contracts';
import { startPlanesServer } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';

const READERS = [{ name: 'board', filters: ['>'] }];
const USERS = [...['domed', 'dome', 'ada', 'view'].map((name) => brokerUser(name)), brokerUser('board', 'reader')];

async function gotThrough(planes: PlanesServer): Promise<{ tried: number; attempts: ForbiddenAttempt[] }> {
  using witness = await watchAsPerson(await planes.connectAs('grace'));
  let tried = 0;
  const attempts: ForbiddenAttempt[] = [];
  for (const user of USERS) {
    const nc: NatsConnection = await planes.connectAs(user.name);
    const forbidden = forbiddenAttempts({ user, mark: `proof-${user.name}` });
    const proof = await proveForbidden(nc, forbidden, witness);
    tried += proof.tried;
    attempts.push(...proof.gotThrough);
  }
  return { tried, attempts };
}

const stored = async (planes: PlanesServer): Promise<unknown> => {
  const nc = await planes.connectAs('ada');
  const counts = ['DOMED.API.STREAM.INFO.JOB_EVENTS', 'DOME.API.STREAM.INFO.RUN_EVENTS'].map(async (subject) => {
    const info = await nc.request(subject);
    return info.json<{ state: { last_seq: number } }>().state.last_seq;
  });
  return await Promise.all(counts);
};

let planes: PlanesServer;
beforeAll(async () => {
  planes = await startPlanesServer({ skills: [{ pool: 'default', skill: 'echo' }], readers: READERS });
});
afterAll(() => planes[Symbol.asyncDispose]());

test('a broker as the contract declares it refuses everything else, and stores nothing of it', async () => {
  const { tried, attempts } = await gotThrough(planes);
  expect(attempts).toEqual([]);
  expect(tried).toBeGreaterThan(2_000);
  expect(await stored(planes)).toEqual([0, 0]);
});

const declared = (account: string): AccountDeclaration => {
  const found = ACCOUNTS[account];
  if (found === undefined) throw new Error(`${account} is not declared`);
  return found;
};

function granting(account: string, user: string, rights: { publish?: string; subscribe?: string }): AccountDeclaration {
  const was = declared(account).users[user];
  if (was === undefined) throw new Error(`${user} is not declared`);
  const now = {
    ...was,
    publish: [...was.publish, ...(rights.publish === undefined ? [] : [rights.publish])],
    subscribe: [...was.subscribe, ...(rights.subscribe === undefined ? [] : [rights.subscribe])],
  };
  return { ...declared(account), users: { ...declared(account).users, [user]: now } };
}

const WRONG: readonly (readonly [string, Readonly<Record<string, AccountDeclaration>>, Partial<ForbiddenAttempt>])[] = [
  [
    'a daemon that may write run events',
    { DOMED: granting('DOMED', 'domed', { publish: 'dome.evt.run.>' }) },
    { user: 'domed', kind: 'publish', subject: 'dome.evt.run.proof-domed.proof-domed.proof-domed' },
  ],
  [
    'an observer that may ask',
    { VIEW: granting('VIEW', 'view', { publish: 'dome.svc.dome.gate.decide' }) },
    { user: 'view', kind: 'publish', subject: 'dome.svc.dome.gate.decide' },
  ],
  [
    'a replica that may delete its stream',
    { DOME: granting('DOME', 'dome', { publish: '$JS.API.STREAM.DELETE.RUN_EVENTS' }) },
    { user: 'dome', kind: 'publish', subject: '$JS.API.STREAM.DELETE.RUN_EVENTS' },
  ],
  [
    'a person who hears what others ask',
    { PEOPLE: granting('PEOPLE', '{person}', { subscribe: 'dome.svc.dome.>' }) },
    { user: 'ada', kind: 'subscribe', subject: 'dome.svc.dome.gate.decide' },
  ],
  [
    'a program that may read with the durable of another',
    { VIEW: granting('VIEW', '{reader}', { publish: 'DOMED.API.CONSUMER.MSG.NEXT.*.*' }) },
    { user: 'board', kind: 'publish', subject: 'DOMED.API.CONSUMER.MSG.NEXT.JOB_EVENTS.domed_reader_proof-board' },
  ],
  [
    'a program that may acknowledge for the control plane',
    { VIEW: granting('VIEW', '{reader}', { publish: '$JS.ACK.*.*.JOB_EVENTS.dome-runs.>' }) },
    {
      user: 'board',
      kind: 'publish',
      subject: '$JS.ACK.proof-board.proof-board.JOB_EVENTS.dome-runs.1.1.1.1.0',
    },
  ],
  [
    'run events exported to the runtime, reached by an answer',
    {
      DOME: {
        ...declared('DOME'),
        exports: [...declared('DOME').exports, { service: 'dome.evt.run.>', to: ['DOMED'] }],
      },
    },
    { user: 'domed', kind: 'answer', subject: 'dome.evt.run.proof-domed.proof-domed.proof-domed' },
  ],
];

test.each(WRONG)('%s is named', async (_what, change, expected) => {
  await using wrong = await startPlanesServer({ readers: READERS, accounts: { ...ACCOUNTS, ...change } });
  const { attempts } = await gotThrough(wrong);
  expect(attempts).toEqual(expect.arrayContaining([expect.objectContaining(expected)]));
  expect(new Set(attempts.map(({ user }) => user))).toEqual(new Set([expected.user]));
});

test('a stream and a durable whose deletion was not forbidden are still there afterwards', async () => {
  const accounts = {
    ...ACCOUNTS,
    DOMED: granting('DOMED', 'domed', { publish: '$JS.API.CONSUMER.>' }),
    DOME: granting('DOME', 'dome', { publish: '$JS.API.STREAM.>' }),
  };
  await using wrong = await startPlanesServer({ readers: READERS, accounts });
  const domed = await wrong.connectAs('domed');
  await domed.request(subjects.jobNote({ skill: 'echo', runId: 'r', jobId: 'j', note: 'waiting' }), 'waits for board');
  const { attempts } = await gotThrough(wrong);
  expect(attempts.filter(({ user }) => user === 'dome').length).toBeGreaterThan(5);
  expect(attempts.filter(({ user }) => user === 'domed').length).toBeGreaterThan(5);
  expect(await stored(wrong)).toEqual([1, 0]);
  const ada = await wrong.connectAs('ada');
  const durable = await ada.request('DOMED.API.CONSUMER.INFO.JOB_EVENTS.domed_reader_board');
  expect(durable.json()).toMatchObject({ num_pending: 1, num_ack_pending: 0 });
});

test('whoever has a durable on any stream is a reader, and nobody else', async () => {
  expect(await readersOf(await planes.connectAs('ada'))).toEqual(['board']);
  await using empty = await startPlanesServer({ provision: false });
  expect(await readersOf(await empty.connectAs('ada'))).toEqual([]);
});
