// L11: the cost of a start does not grow with an installation's history. A stream of many finished runs is not read when a
// replica starts, and none of them is missing from the lists.
import { createPublisher } from '@dome/bus';
import { CONTENT_TYPE, EVENTS, asName, cursorAt, runIdFor, subjects } from '@dome/contracts';
import { startPlanesServer } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { followRuns } from '../src/adapters/follow-runs.ts';
import { createNatsRunHistory } from '../src/adapters/nats-run-history.ts';
import { createNatsRunStore } from '../src/adapters/nats-run-store.ts';
import { createStandingIndex } from '../src/environments/standing.ts';
import { createRunIndex } from '../src/views/run-index.ts';
import { listRuns } from '../src/views/run-list.ts';
import { chainsOf } from './drive/chains-of.ts';
import { quiet } from './world.ts';

const RUNS = 400;
/** One in this many of them is open. */
const OPEN_EVERY = 100;
/** The last ones have two events, so that many begin close to one another. */
const SHORT = 60;

let server: PlanesServer;
let nc: NatsConnection;
/** In the order of their submission. */
const written: { readonly runId: string; readonly plan: string; readonly isOpen: boolean }[] = [];

beforeAll(async () => {
  server = await startPlanesServer();
  nc = await server.connectAs('dome');
  await using publisher = createPublisher(nc);
  const chains = { open: await chainsOf(['of'], 'waiting'), over: await chainsOf(['of'], 'finished') };
  const short = chains.over.filter((_, place) => place === 0 || place === chains.over.length - 1);
  for (let n = 0; n < RUNS; n += 1) {
    const isOpen = n % OPEN_EVERY === 1;
    // One plan had its runs long ago, the other has all the rest.
    const plan = asName(n < 5 ? 'rare' : 'release');
    const runId = runIdFor({ submitter: 'ada', plan, idempotencyKey: `${n}`, n: 0 });
    written.push({ runId, plan, isOpen });
    await Promise.all(
      (isOpen ? chains.open : n < RUNS - SHORT ? chains.over : short).map(async ({ event }, place) => {
        const data =
          'planDigest' in event.data ? { ...event.data, plan: { ...event.data.plan, name: plan } } : event.data;
        const id = `${runId}.${place}`;
        const own = { ...event, id, subject: runId, correlationid: runId, data: { ...data, runId } };
        const { phase } = EVENTS[event.type];
        await publisher.publish({
          subject: subjects.runEvent({ plan, runId, phase }),
          payload: new TextEncoder().encode(JSON.stringify(own)),
          messageId: id,
          headers: { 'Content-Type': CONTENT_TYPE },
        });
      }),
    );
  }
});
afterAll(() => server[Symbol.asyncDispose]());

async function pagesOf(parts: Parameters<typeof listRuns>[0], request: Parameters<typeof listRuns>[1]) {
  const seen: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await listRuns(parts, { ...request, ...(after === undefined ? {} : { after }) });
    seen.push(...page.items.map(({ runId }) => runId));
    after = page.next;
    if (after === undefined) return seen;
  }
}

const standings = createStandingIndex();
const idsOf = (runs: typeof written): string[] => runs.map(({ runId }) => runId).toReversed();

test('a start reads only the open runs, and the lists still have every run', async () => {
  await using publisher = createPublisher(nc);
  const store = createNatsRunStore(nc, { publisher, source: '/dome/test', now: Date.now, nonce: () => 'n' });
  const index = createRunIndex();
  const before = nc.stats().inMsgs;
  await using _follower = await followRuns(nc, { index, standings, store, logger: quiet });
  const open = written.filter(({ isOpen }) => isOpen);
  expect(nc.stats().inMsgs - before, 'messages read').toBeLessThan(open.length * 40);
  expect(index.openCount).toBe(open.length);
  expect(index.gates({}).items.map(({ runId }) => runId)).toEqual(open.map(({ runId }) => runId));

  const parts = { index, history: createNatsRunHistory(nc, quiet) };
  expect(await pagesOf(parts, { limit: 60 })).toEqual(idsOf(written));
  expect(await pagesOf(parts, { limit: 3 })).toEqual(idsOf(written));
  expect(await pagesOf(parts, { limit: 500 })).toEqual(idsOf(written));
  expect(await pagesOf(parts, { state: 'waiting' })).toEqual(idsOf(open));
  expect(await pagesOf(parts, { state: 'finished', limit: 3, plan: 'rare' })).toEqual(
    idsOf(written.filter(({ plan, isOpen }) => plan === 'rare' && !isOpen)),
  );
  const few = nc.stats().inMsgs;
  await listRuns(parts, { limit: 2 });
  expect(nc.stats().inMsgs - few, 'a short page is a short read').toBeLessThan(60);
});

test('events after the start are followed, also to the end of a run that was open', async () => {
  await using publisher = createPublisher(nc);
  let count = 0;
  const nonce = (): string => `n${(count += 1)}`;
  const store = createNatsRunStore(nc, { publisher, source: '/dome/test', now: Date.now, nonce });
  const index = createRunIndex();
  await using follower = await followRuns(nc, { index, standings, store, logger: quiet });
  const run = written.find(({ isOpen }) => isOpen);
  if (run === undefined) throw new Error('no run is open');
  const ref = {
    plan: run.plan,
    runId: runIdFor({ submitter: 'ada', plan: asName(run.plan), idempotencyKey: '1', n: 0 }),
  };
  const last = (await store.read(ref, cursorAt(1))).at(-1)?.sequence ?? 0;
  await store.append(
    ref,
    { type: 'dev.dome.run.finished.v1', data: { runId: ref.runId, result: 'cancellation', record: [] } },
    { expectedLast: last },
  );
  await follower.caughtUp();
  expect(index.run(ref.runId)?.summary.state).toBe('finished');
  const again = createRunIndex();
  await using _second = await followRuns(nc, { index: again, standings, store, logger: quiet });
  expect(again.openCount).toBe(index.openCount);
  expect(again.run(ref.runId)).toBeUndefined();
});
