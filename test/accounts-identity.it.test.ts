// The broker says who sends a request, and which stored record a live message copies: no client's own claim counts.
import { headers } from '@nats-io/transport-node';
import type { Msg } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { STREAMS, subjects } from '@dome/contracts';
import { eventually } from '@dome/testkit';

import { openArena } from './accounts/arena.ts';
import type { Arena } from './accounts/arena.ts';
import { byDomed, byPerson, byViewer } from './accounts/forgeries.ts';
import { JOB, REQUEST_MS, STAMP, seed } from './accounts/seed.ts';

describe('identity is what the broker says', () => {
  let arena: Arena;
  const asked: Msg[] = [];
  beforeAll(async () => {
    arena = await openArena();
    arena.as('dome').subscribe('dome.svc.dome.>', {
      callback: (_error, message) => {
        asked.push(message);
        message.respond('{}');
      },
    });
    await seed(arena);
  });
  afterAll(() => arena[Symbol.asyncDispose]());

  const stampOf = (message: Msg | undefined): unknown => JSON.parse(message?.headers?.get(STAMP) || 'null');

  test('a forged stamp is overwritten by the true one, in any spelling of its name', async () => {
    for (const name of [STAMP, STAMP.toLowerCase(), STAMP.toUpperCase()]) {
      const forged = headers();
      forged.set(name, JSON.stringify({ acc: 'PEOPLE', user: 'grace' }));
      await arena.as('ada').request(subjects.controlGateDecide(), '{}', { headers: forged, timeout: REQUEST_MS });
      expect(stampOf(asked.at(-1))).toMatchObject({ acc: 'PEOPLE', user: 'ada' });
      expect(asked.at(-1)?.headers?.values(STAMP)).toHaveLength(1);
    }
  });

  test('no answer to anybody becomes a request to dome', async () => {
    const before = asked.length;
    const decide = subjects.controlGateDecide();
    const forgeries = [...byPerson(), ...byViewer(), ...byDomed()].filter(({ reply }) => reply === decide);
    expect(forgeries.length).toBeGreaterThan(40);
    for (const forgery of forgeries) await arena.attempt(forgery);
    const votes = asked.slice(before).filter(({ subject }) => subject === decide);
    expect(votes.map((message) => message.string())).toEqual([]);
  });

  test('a stored message has no stamp, so that none can be forwarded as a request', async () => {
    const stored = await arena.as('ada').request('DOMED.API.DIRECT.GET.JOB_EVENTS', JSON.stringify({ seq: 1 }));
    expect(stored.string()).toBe('a job');
    expect(stored.headers?.has(STAMP)).toBe(false);
  });

  test('domed sees who asks, too', async () => {
    const seen: Msg[] = [];
    const subscription = arena
      .as('domed')
      .subscribe(subjects.runtimeJobGet(), { callback: (_error, message) => void seen.push(message) });
    await arena.as('domed').flush();
    await arena.as('grace').request(subjects.runtimeJobGet(), '{}');
    subscription.unsubscribe();
    expect(stampOf(seen[0])).toMatchObject({ acc: 'PEOPLE', user: 'grace' });
  });
});

/** Why docs/limits.md tells programs to trust a reply only on a subject created for one request. */
test('a responder does not see where its answer goes, so it cannot refuse to send it to another person', async () => {
  await using arena = await openArena();
  const [domed, ada, grace] = [arena.as('domed'), arena.as('ada'), arena.as('grace')];
  const [seen, came]: [(string | undefined)[], string[]] = [[], []];
  domed.subscribe(subjects.runtimeArtifactGet(), {
    callback: (_error, message) => {
      seen.push(message.reply);
      message.respond('chosen');
    },
  });
  grace.subscribe('_INBOX_grace.any', { callback: (_error, message) => void came.push(message.string()) });
  await Promise.all([domed.flush(), grace.flush()]);
  ada.publish(subjects.runtimeArtifactGet(), '{}', { reply: '_INBOX_grace.any' });
  await eventually(() => came.length === 1);
  expect(seen).toEqual([expect.stringMatching(/^_R_\./)]);
});

/**
 * Inside one account a reply can be sent to any subject, and people share one account: a person can put a message on a live
 * subject that others read. It is only a hint, and it lacks the record's stamp for that subject.
 */
describe('a live message is a hint', () => {
  test('a message that a person puts on a live subject lacks the stamp of a record', async () => {
    await using arena = await openArena();
    await seed(arena);
    const target = subjects.liveRun({ plan: 'release', runId: 'release-x', phase: 'finished' });
    const ways = ['DOMED.API.DIRECT.GET.JOB_EVENTS', 'DOME.API.DIRECT.GET.RUN_EVENTS', subjects.runtimeArtifactGet()];
    for (const publish of ways) arena.as('ada').publish(publish, JSON.stringify({ seq: 1 }), { reply: target });
    const heard = () => arena.heard.filter(({ subject }) => subject === target);
    // The server reads a stream in its own time: accepting the request says nothing about the reply.
    await eventually(() => heard().length >= ways.length);
    await arena.quiet();
    const seen = heard();
    expect(new Set(seen.map(({ account }) => account))).toEqual(new Set(['PEOPLE']));
    expect(seen).toHaveLength(ways.length);
    const recordOf = target.replace('dome.live.', 'dome.evt.');
    for (const { headers: stamp } of seen)
      expect([stamp.get('Nats-Stream'), stamp.get('Nats-Subject')]).not.toEqual([STREAMS.RUN_EVENTS, recordOf]);
  });

  test('a message that the broker republishes has the stamp of its record', async () => {
    await using arena = await openArena();
    await seed(arena);
    const live = subjects.liveJob({ ...JOB, phase: 'started' });
    const seen = arena.heard.filter(({ subject }) => subject === live);
    expect(seen.map(({ account }) => account).toSorted()).toEqual(['DOME', 'DOMED', 'PEOPLE', 'VIEW']);
    for (const { headers: stamp } of seen)
      expect([stamp.get('Nats-Stream'), stamp.get('Nats-Subject'), stamp.get('Nats-Sequence')]).toEqual([
        STREAMS.JOB_EVENTS,
        subjects.jobTransition({ ...JOB, phase: 'started' }),
        '1',
      ]);
  });
});
