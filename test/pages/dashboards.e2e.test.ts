// docs/dashboards.md, tried as an observer: its snippet, its request and the limit that it names.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { jetstreamManager } from '@nats-io/jetstream';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openStage } from '../e2e/stage.ts';
import type { Stage } from '../e2e/stage.ts';
import { blocksIn, HOME } from './page-shell.ts';

const EVENTS = 1_266;
const READ = 'DOME.API.DIRECT.GET.RUN_EVENTS';

let stage: Stage;
let view: NatsConnection;
beforeAll(async () => {
  stage = await openStage({ skills: [] });
  view = await stage.planes.connectAs('view');
  // Each under a subject of its own: nobody reads what is in them here.
  const stored = Array.from({ length: EVENTS }, (_, at) =>
    stage.dome.request(`dome.evt.run.page.page-${String(at).padStart(8, 'a')}.submitted`, '{}'),
  );
  await Promise.all(stored);
});
afterAll(() => stage[Symbol.asyncDispose]());

async function answersTo(question: object | string): Promise<Msg[]> {
  const text = typeof question === 'string' ? question : JSON.stringify(question);
  const answers: Msg[] = [];
  const asked = await view.requestMany(READ, text, { strategy: 'sentinel', maxWait: 10_000 });
  for await (const answer of asked) answers.push(answer);
  return answers;
}

test('one request is answered by a batch, in order, and its end says how many are still to come', async () => {
  const [, request = ''] = await blocksIn('docs/dashboards.md', 'json');
  const answers = await answersTo(request);
  const end = answers.pop();
  expect([end?.headers?.code, end?.headers?.get('Nats-Num-Pending')]).toEqual([204, String(EVENTS - 500)]);
  expect(answers.map(({ headers }) => Number(headers?.get('Nats-Sequence')))).toEqual(
    Array.from({ length: 500 }, (_, at) => at + 1),
  );
  expect(answers[0]?.headers?.get('Nats-Subject')).toBe('dome.evt.run.page.page-aaaaaaa0.submitted');
  const [nothing, ...more] = await answersTo({ seq: EVENTS + 1, batch: 500, next_by_subj: 'dome.evt.run.>' });
  expect([nothing?.headers?.code, more]).toEqual([404, []]);
});

test('as many requests as the page says read all of them', async () => {
  let [requests, next] = [0, 1];
  for (let pending = 1; pending > 0; requests += 1) {
    const answers = await answersTo({ seq: next, batch: 500, next_by_subj: 'dome.evt.run.>' });
    pending = Number(answers.pop()?.headers?.get('Nats-Num-Pending'));
    next += answers.length;
  }
  expect(next).toBe(EVENTS + 1);
  const page = await readFile(join(HOME, 'docs/dashboards.md'), 'utf8');
  expect(page.replaceAll(/\s+/g, ' ')).toContain(
    `1,266 events are 1,266 requests one by one, and ${['one', 'two', 'three'][requests - 1]} in batches of 500`,
  );
});

test('the snippet of the page reads with the stock JetStream client', async () => {
  const [snippet = ''] = await blocksIn('docs/dashboards.md', 'js');
  const program = `export const run = async (jetstreamManager, nc, show) => {\n${snippet}};`;
  const { run } = await import(`data:text/javascript,${encodeURIComponent(program)}`);
  const shown: number[] = [];
  await run(jetstreamManager, view, ({ seq }: { readonly seq: number }) => shown.push(seq));
  expect(shown).toEqual(Array.from({ length: 500 }, (_, at) => at + 1));
  // Without what the page says of it.
  await expect(jetstreamManager(view, { apiPrefix: 'DOME.API' })).rejects.toThrow(/Permissions Violation|timeout/i);
});

test('the last message of each subject is refused for more subjects than the page says, and given for one run', async () => {
  const [refused, ...more] = await answersTo({ multi_last: ['dome.evt.run.>'] });
  expect([refused?.headers?.code, refused?.headers?.description?.toLowerCase(), more]).toEqual([
    413,
    'too many results',
    [],
  ]);
  const few = Array.from({ length: 1_024 }, (_, at) => `dome.evt.run.*.page-${String(at).padStart(8, 'a')}.*`);
  expect(await answersTo({ multi_last: few })).toHaveLength(1_025);
  const [last, end] = await answersTo({ multi_last: ['dome.evt.run.*.page-aaaa1265.*'] });
  expect([last?.headers?.get('Nats-Sequence'), end?.headers?.code]).toEqual([String(EVENTS), 204]);
});
