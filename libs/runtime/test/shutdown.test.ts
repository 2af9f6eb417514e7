import { EventEmitter } from 'node:events';
import { createManualClock } from '@dome/testkit';
import { expect, test } from 'vitest';
import { createLogger, createShutdown } from '../src/index.ts';

const setup = ({ deadlineMs = 1_000 } = {}) => {
  const clock = createManualClock();
  const signals = new EventEmitter();
  const lines: string[] = [];
  const logger = createLogger({
    name: 'test',
    level: 'info',
    destination: { write: (line) => void lines.push(line) },
  });
  return {
    clock,
    signals,
    lines,
    shutdown: createShutdown({ signals, clock, logger, deadlineMs }),
  };
};

test('the first signal aborts and drains in the reverse order of creation; the code is 0', async () => {
  const { shutdown, signals, clock } = setup();
  const closed: string[] = [];
  const resource = (name: string) => ({
    name,
    [Symbol.asyncDispose]: async () => void closed.push(name),
  });
  expect(shutdown.use('connection', resource('connection')).name).toBe('connection');
  shutdown.use('jobs', resource('jobs'));
  shutdown.use('puller', { [Symbol.dispose]: () => void closed.push('puller') });
  expect(shutdown.signal.aborted).toBe(false);
  signals.emit('SIGTERM');
  expect(shutdown.signal.aborted).toBe(true);
  expect(await shutdown.done).toBe(0);
  expect(closed).toEqual(['puller', 'jobs', 'connection']);
  expect(clock.pending).toBe(0);
  expect(signals.listenerCount('SIGTERM') + signals.listenerCount('SIGINT')).toBe(0);
});

test('a drain that outlives its deadline ends with 1', async () => {
  const { shutdown, signals, clock, lines } = setup();
  shutdown.use('puller', { [Symbol.asyncDispose]: () => Promise.withResolvers<void>().promise });
  signals.emit('SIGINT');
  clock.advance(999);
  expect(lines.join('')).not.toContain('did not end in time');
  clock.advance(1);
  expect(await shutdown.done).toBe(1);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ waitsFor: 'puller', msg: 'drain did not end in time' });
});

test('a drain logs what it is waiting for', async () => {
  const { shutdown, clock, lines } = setup({ deadlineMs: 60_000 });
  const { promise, resolve } = Promise.withResolvers<void>();
  shutdown.use('connection', { [Symbol.asyncDispose]: async () => undefined });
  shutdown.use('jobs', { [Symbol.asyncDispose]: () => promise });
  shutdown.begin('enough');
  clock.advance(4_999);
  expect(lines.join('')).not.toContain('draining still');
  clock.advance(1);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ waitsFor: 'jobs', msg: 'draining still' });
  resolve();
  expect(await shutdown.done).toBe(0);
  expect(clock.pending).toBe(0);
});

test('a second signal ends at once with 128 + its number', async () => {
  const { shutdown, signals } = setup();
  shutdown.use('puller', { [Symbol.asyncDispose]: () => Promise.withResolvers<void>().promise });
  signals.emit('SIGTERM');
  signals.emit('SIGINT');
  expect(await shutdown.done).toBe(130);
});

test('the same signal again is an echo for a moment, and a second one after that', async () => {
  const { shutdown, signals, clock } = setup();
  const { promise, resolve } = Promise.withResolvers<void>();
  let hasEnded = false;
  shutdown.use('jobs', { [Symbol.asyncDispose]: () => promise });
  void shutdown.done.then(() => (hasEnded = true));
  signals.emit('SIGTERM');
  signals.emit('SIGTERM');
  clock.advance(499);
  signals.emit('SIGTERM');
  await Promise.resolve();
  expect(hasEnded).toBe(false);
  clock.advance(1);
  signals.emit('SIGTERM');
  expect(await shutdown.done).toBe(143);
  resolve();
});

test('a resource that fails to close gives 1, and the others are closed all the same', async () => {
  const { shutdown, signals, lines } = setup();
  let closed = false;
  shutdown.use('puller', { [Symbol.asyncDispose]: async () => void (closed = true) });
  shutdown.use('puller', { [Symbol.asyncDispose]: () => Promise.reject(new Error('still in use')) });
  signals.emit('SIGTERM');
  expect(await shutdown.done).toBe(1);
  expect(closed).toBe(true);
  expect(lines.join('')).toContain('still in use');
});

test('a fault starts the same drain with its own code', async () => {
  const { shutdown } = setup();
  shutdown.begin('the broker refused our credentials', 1);
  shutdown.begin('again');
  expect(await shutdown.done).toBe(1);
  expect(shutdown.signal.reason).toMatchObject({
    message: 'shutting down: the broker refused our credentials',
  });
});
