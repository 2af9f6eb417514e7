import { expect, test } from 'vitest';
import { createReadiness, probeRoutes } from '../src/index.ts';
import type { ReadyzReply } from '../src/index.ts';
import { meetStart } from '../src/readiness.ts';

const ask = (readiness: ReturnType<typeof createReadiness>, path: '/livez' | '/readyz', query = '', accept = '*/*') =>
  probeRoutes(readiness)[path]({ path, query: new URLSearchParams(query), accept });

test('a service is alive while it starts, and ready once it has started and every part works', () => {
  const readiness = createReadiness();
  readiness.lack('bus', 'There is no server.');
  expect(ask(readiness, '/livez')).toEqual({ status: 200, text: 'ok\n' });
  expect(ask(readiness, '/readyz')).toEqual({
    status: 503,
    text: '[-]start: It has not started yet.\n[-]bus: There is no server.\nreadyz check failed\n',
  });
  meetStart(readiness);
  expect(ask(readiness, '/readyz')).toMatchObject({ status: 503 });
  readiness.meet('bus');
  expect(readiness.lacks.size).toBe(0);
  expect(ask(readiness, '/readyz')).toEqual({ status: 200, text: 'ok\n' });
  expect(ask(readiness, '/readyz', 'verbose')).toEqual({
    status: 200,
    text: '[+]start ok\n[+]bus ok\nreadyz check passed\n',
  });
});

test('a part is asked at each probe, and what it lacks stays on one line', () => {
  const readiness = createReadiness();
  meetStart(readiness);
  let lack: string | undefined;
  readiness.check('bus', () => lack);
  expect(ask(readiness, '/readyz')).toMatchObject({ status: 200 });
  lack = `There is no server:\n${'x'.repeat(2_000)}`;
  const { status, text } = Object(ask(readiness, '/readyz'));
  expect(status).toBe(503);
  expect(text.split('\n')).toHaveLength(4);
  expect(text).toContain('[-]bus: There is no server: xxx');
  expect(text.length).toBeLessThan(1_000);
});

test('a program gets the checks as JSON where it asks for that, with the status of the probe', () => {
  const readiness = createReadiness();
  meetStart(readiness);
  readiness.lack('bus', 'There is no server.');
  const failed = {
    ready: false,
    checks: [
      { name: 'start', ok: true },
      { name: 'bus', ok: false, detail: 'There is no server.' },
    ],
  } satisfies ReadyzReply;
  const json = { status: 503, text: `${JSON.stringify(failed)}\n`, contentType: 'application/json' };
  for (const accept of ['application/json', 'text/html, application/json;q=0.5', 'Application/JSON; charset=utf-8'])
    expect(ask(readiness, '/readyz', 'verbose', accept)).toEqual(json);
  expect(ask(readiness, '/readyz', 'format=json')).toEqual(json);
  for (const accept of ['', '*/*', 'application/*', 'text/plain', 'application/json;q=0', 'application/jsonl'])
    expect(ask(readiness, '/readyz', '', accept)).not.toHaveProperty('contentType');
  expect(ask(readiness, '/readyz', 'format=text', 'application/json')).not.toHaveProperty('contentType');
  readiness.meet('bus');
  expect(ask(readiness, '/readyz', 'format=json')).toMatchObject({
    status: 200,
    text: expect.stringMatching(/^{"ready":true,/),
  });
  expect(ask(readiness, '/readyz', 'format=yaml')).toMatchObject({
    status: 400,
    text: expect.stringContaining('json'),
  });
});

test('a check that breaks is a lack of its part, and the others are asked', () => {
  const readiness = createReadiness();
  meetStart(readiness);
  readiness.check('durables', () => {
    throw new Error('no list');
  });
  readiness.check('machine', () => undefined);
  expect(ask(readiness, '/readyz')).toEqual({
    status: 503,
    text: '[+]start ok\n[-]durables: Its check failed: no list\n[+]machine ok\nreadyz check failed\n',
  });
});
