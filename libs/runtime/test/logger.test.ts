import { expect, test } from 'vitest';
import { createLogger } from '../src/index.ts';
import type { LoggerOptions } from '../src/logger.ts';

const capture = (options: Partial<LoggerOptions> = {}) => {
  const lines: string[] = [];
  const logger = createLogger({
    name: 'domed',
    instance: 'i1',
    level: 'info',
    destination: { write: (line) => void lines.push(line) },
    ...options,
  });
  const last = (): unknown => JSON.parse(lines.at(-1) ?? 'null');
  return { logger, lines, last };
};

test('a line is one JSON object with name, instance, level, time, message and fields', () => {
  const { logger, lines, last } = capture();
  logger.info({ jobId: 'j1', attempt: 2 }, 'job started');
  expect(lines).toHaveLength(1);
  expect(last()).toMatchObject({
    name: 'domed',
    instance: 'i1',
    level: 'info',
    jobId: 'j1',
    attempt: 2,
    msg: 'job started',
  });
  expect(last()).toHaveProperty('time', expect.stringMatching(/^\d{4}-\d\d-\d\dT/));
});

test('lines below the level are not written', () => {
  const { logger, lines } = capture({ level: 'warn' });
  logger.info({}, 'quiet');
  logger.warn({}, 'loud');
  expect(lines).toHaveLength(1);
});

test('a child adds its fields', () => {
  const { logger, last } = capture();
  logger.child({ runId: 'r1' }).child({ jobId: 'j1' }).warn({ epoch: 7 }, 'superseded');
  expect(last()).toMatchObject({
    name: 'domed',
    runId: 'r1',
    jobId: 'j1',
    epoch: 7,
    level: 'warn',
  });
});

test('an error is written with its causes, each once', () => {
  const { logger, last } = capture();
  const inner = new Error('connection refused');
  logger.error(
    { err: new Error('publish failed', { cause: new Error('no answer', { cause: inner }) }) },
    'write failed',
  );
  expect(last()).toMatchObject({
    err: {
      message: 'publish failed',
      causes: [{ message: 'no answer' }, { message: 'connection refused' }],
    },
  });
});

test.each([{ token: 'hunter2' }, { connection: { password: 'hunter2' } }, { a: { b: { secret: 'hunter2' } } }])(
  'a field named like a secret is redacted: %o',
  (fields) => {
    const { logger, lines } = capture();
    logger.info(fields, 'connected');
    expect(lines[0]).toContain('[redacted]');
    expect(lines[0]).not.toContain('hunter2');
  },
);

test('a configured secret is masked wherever it occurs, as it is written in JSON', () => {
  const { logger, lines } = capture({ secrets: ['hun"ter2', 'abc'] });
  logger.info({ url: 'nats://ada:hun"ter2@host', err: new Error('cannot reach hun"ter2') }, 'with abc');
  expect(lines[0]).not.toContain('ter2');
  expect(lines[0]).toContain('with abc');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ url: 'nats://ada:[redacted]@host' });
});
