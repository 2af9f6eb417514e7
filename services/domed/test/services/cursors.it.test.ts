// Cursors on a real broker: two daemons answer for the same bucket, people ask, and the broker says who they are.
import { ENDPOINTS, LIMITS, openReply } from '@dome/contracts';
import type { CursorMoveRequest, EndpointName, EndpointTypes } from '@dome/contracts';
import { askService } from '@dome/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { ownerOf } from '../../src/services/cursors.ts';
import { startStack } from '../support/stack.ts';
import type { Stack } from '../support/stack.ts';

let stack: Stack;
const people = new Map<string, Awaited<ReturnType<Stack['server']['connectAs']>>>();
beforeAll(async () => {
  stack = await startStack({ skills: ['echo'] });
  await Promise.all([stack.daemon(), stack.daemon()]);
  for (const person of ['ada', 'grace']) people.set(person, await stack.server.connectAs(person));
});
afterAll(() => stack[Symbol.asyncDispose]());

async function ask<Name extends EndpointName>(
  person: string,
  name: Name,
  body: EndpointTypes[Name]['request'],
): Promise<EndpointTypes[Name]['reply']> {
  const nc = people.get(person);
  if (nc === undefined) throw new Error(`${person} is not connected`);
  const payload = new TextEncoder().encode(JSON.stringify(body));
  return openReply(name, (await askService(nc, { subject: ENDPOINTS[name].address, payload })).data);
}

const reads = ['dome.evt.>'];
const moved = (over: Partial<CursorMoveRequest>): CursorMoveRequest => ({
  name: 'board',
  reader: 'one',
  expectedRevision: 0,
  cursors: ['JOB_EVENTS:1'],
  reads,
  ...over,
});

test('a cursor is its person’s own, kept, listed and forgotten', async () => {
  await expect(ask('ada', 'runtimeCursorGet', { name: 'own' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const { revision } = await ask('ada', 'runtimeCursorMove', moved({ name: 'own', cursors: ['JOB_EVENTS:12'] }));
  const { cursor } = await ask('ada', 'runtimeCursorGet', { name: 'own' });
  expect(cursor).toMatchObject({ name: 'own', reader: 'one', cursors: ['JOB_EVENTS:12'], reads, revision });
  expect(Math.abs(Date.parse(cursor.movedAt) - Date.now())).toBeLessThan(60_000);
  await expect(ask('grace', 'runtimeCursorGet', { name: 'own' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await ask('grace', 'runtimeCursorList', {})).toEqual({ cursors: [] });
  expect(await ask('grace', 'runtimeCursorDelete', { name: 'own' })).toEqual({ existed: false });
  expect(await ask('ada', 'runtimeCursorList', {})).toEqual({ cursors: [cursor] });
  expect(await ask('ada', 'runtimeCursorDelete', { name: 'own' })).toEqual({ existed: true });
  expect(await ask('ada', 'runtimeCursorDelete', { name: 'own' })).toEqual({ existed: false });
  // A name that was freed begins anew.
  await ask('ada', 'runtimeCursorMove', moved({ name: 'own', cursors: ['JOB_EVENTS:1'], reads: ['dome.evt.run.>'] }));
  await ask('ada', 'runtimeCursorDelete', { name: 'own' });
});

test('two readers of one name notice each other, whichever daemon they ask', async () => {
  const first = await ask('ada', 'runtimeCursorMove', moved({}));
  const second = await ask(
    'ada',
    'runtimeCursorMove',
    moved({ reader: 'two', expectedRevision: first.revision, cursors: ['JOB_EVENTS:5'] }),
  );
  const late = moved({ expectedRevision: first.revision, cursors: ['JOB_EVENTS:9'] });
  await expect(ask('ada', 'runtimeCursorMove', late)).rejects.toMatchObject({
    code: 'CURSOR_CONFLICT',
    message: expect.stringContaining('JOB_EVENTS:5'),
  });
  // The same request again is the same move.
  const again = moved({ reader: 'two', expectedRevision: first.revision, cursors: ['JOB_EVENTS:5'] });
  expect(await ask('ada', 'runtimeCursorMove', again)).toEqual(second);
});

test('of ten readers that claim a name at once, one has it', async () => {
  const claims = Array.from({ length: 10 }, (_, index) => moved({ name: 'raced', reader: `reader-${index}` }));
  const settled = await Promise.allSettled(claims.map((claim) => ask('ada', 'runtimeCursorMove', claim)));
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
  expect(new Set(refused)).toEqual(new Set(['CURSOR_CONFLICT']));
});

test('a stored value that is no cursor counts as none', async () => {
  const daemon = await stack.server.connectAs('domed');
  for (const key of ['ada.garbage', 'ada.UPPER', 'ada.a.b'])
    await daemon.request(`$KV.domed_cursors.${key}`, '{"reader":');
  const { cursors } = await ask('ada', 'runtimeCursorList', {});
  expect(cursors.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['garbage']));
  await expect(ask('ada', 'runtimeCursorGet', { name: 'garbage' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await ask('ada', 'runtimeCursorMove', moved({ name: 'garbage', cursors: ['JOB_EVENTS:3'] }));
  expect((await ask('ada', 'runtimeCursorGet', { name: 'garbage' })).cursor.cursors).toEqual(['JOB_EVENTS:3']);
});

test('the control plane has cursors of its own, and a request without the stamp of the broker has none', async () => {
  expect(await stack.ask('runtimeCursorList', {})).toEqual({ cursors: [] });
  for (const stamp of [undefined, { user: undefined }, { user: 'ada.board' }, { user: '*' }]) {
    expect(() => ownerOf(stamp)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  }
});

test('a person has a bounded number of cursors, listed in pages by name', async () => {
  const names = Array.from({ length: LIMITS.cursorsEach }, (_, index) => `n${String(index).padStart(3, '0')}`);
  for (let at = 0; at < names.length; at += 8) {
    await Promise.all(names.slice(at, at + 8).map((name) => ask('grace', 'runtimeCursorMove', moved({ name }))));
  }
  await expect(ask('grace', 'runtimeCursorMove', moved({ name: 'more' }))).rejects.toMatchObject({
    code: 'QUEUE_FULL',
    message: expect.stringContaining(`${LIMITS.cursorsEach} cursors`),
  });
  const seen: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await ask('grace', 'runtimeCursorList', { limit: 100, ...(after === undefined ? {} : { after }) });
    seen.push(...page.cursors.map(({ name }) => name));
    after = page.next;
    if (after === undefined) break;
  }
  expect(seen).toEqual(names);
});
