import { expect, test } from 'vitest';
import { createReadiness, probeRoutes } from '../src/index.ts';
import { meetStart } from '../src/readiness.ts';

const ask = (readiness: ReturnType<typeof createReadiness>, path: '/livez' | '/readyz', query = '') =>
  probeRoutes(readiness)[path](new URLSearchParams(query));

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
