import { DomeError } from '@dome/contracts';
import { expect, test } from 'vitest';
import { describeConfig, readConfig, secretsOf } from '../src/config.ts';
import type { ConfigSpec, ProcessEnvironment } from '../src/config.ts';

const spec = {
  natsUrl: {
    variable: 'DOME_NATS_URL',
    kind: 'url',
    protocols: ['nats', 'tls'],
    list: true,
    default: 'nats://127.0.0.1:4222',
    description: 'the broker',
  },
  slots: {
    variable: 'DOME_SLOTS',
    kind: 'integer',
    min: 1,
    max: 512,
    default: 8,
    description: 'jobs at a time',
  },
  drain: {
    variable: 'DOME_DRAIN',
    kind: 'durationMs',
    default: 30_000,
    max: 600_000,
    description: 'time to finish',
  },
  isolate: {
    variable: 'DOME_ISOLATE',
    kind: 'boolean',
    default: true,
    description: 'own namespaces',
  },
  workRoot: {
    variable: 'DOME_WORK_ROOT',
    kind: 'path',
    default: 'work',
    description: 'where jobs run',
  },
  level: {
    variable: 'DOME_LOG_LEVEL',
    kind: 'enum',
    values: ['debug', 'info'],
    default: 'info',
    description: 'log level',
  },
  token: {
    variable: 'DOME_TOKEN',
    kind: 'string',
    default: undefined,
    secret: true,
    description: 'broker token',
  },
  page: { variable: 'DOME_PAGE', kind: 'url', default: undefined, description: 'one page' },
} as const satisfies ConfigSpec;

const problemsOf = (from: ConfigSpec, env: ProcessEnvironment): unknown => {
  try {
    readConfig(from, env);
  } catch (error) {
    if (error instanceof DomeError && error.code === 'CONFIG_INVALID') return error.fields['problems'];
    throw error;
  }
  return [];
};

test('an empty environment gives the defaults, frozen', () => {
  const config = readConfig(spec, { PATH: '/bin', DOMED_OTHER: '1' });
  expect(config).toEqual({
    natsUrl: 'nats://127.0.0.1:4222',
    page: undefined,
    slots: 8,
    drain: 30_000,
    isolate: true,
    workRoot: `${process.cwd()}/work`,
    level: 'info',
    token: undefined,
  });
  expect(Object.isFrozen(config)).toBe(true);
});

test('values are read by their kind', () => {
  const env = {
    DOME_SLOTS: '12',
    DOME_DRAIN: '2m',
    DOME_ISOLATE: 'false',
    DOME_WORK_ROOT: '/srv/x',
    DOME_LOG_LEVEL: 'debug',
    DOME_NATS_URL: 'tls://a:1',
  };
  const config = readConfig(spec, env);
  expect(config).toMatchObject({
    slots: 12,
    drain: 120_000,
    isolate: false,
    workRoot: '/srv/x',
    level: 'debug',
    natsUrl: 'tls://a:1',
  });
  const cluster = 'nats://a:1,tls://b:2, nats://c';
  expect(readConfig(spec, { DOME_NATS_URL: cluster }).natsUrl).toBe(cluster);
  const level: 'debug' | 'info' = config.level;
  expect(level).toBe('debug');
});

test('unknown variables are all refused at once, each with the nearest known name', () => {
  expect(problemsOf(spec, { DOME_NATS_URI: 'nats://a', DOME_SLOT: '1', DOME_COMPLETELY_ELSE: 'x' })).toEqual([
    'DOME_COMPLETELY_ELSE is not a variable of this service',
    'DOME_NATS_URI is not a variable of this service; did you mean DOME_NATS_URL?',
    'DOME_SLOT is not a variable of this service; did you mean DOME_SLOTS?',
  ]);
});

test.each([
  ['DOME_SLOTS', 'many', 'DOME_SLOTS: "many" is not an integer from 1 to 512'],
  ['DOME_SLOTS', '0', 'DOME_SLOTS: "0" is not an integer from 1 to 512'],
  ['DOME_SLOTS', '1.5', 'DOME_SLOTS: "1.5" is not an integer from 1 to 512'],
  ['DOME_DRAIN', '30', 'DOME_DRAIN: "30" is not a duration such as 500ms, 30s, 5m, 2h from 0ms to 10m'],
  ['DOME_DRAIN', '1h', 'DOME_DRAIN: "1h" is not a duration such as 500ms, 30s, 5m, 2h from 0ms to 10m'],
  ['DOME_ISOLATE', 'yes', 'DOME_ISOLATE: "yes" is not true or false'],
  ...['http://a', 'nowhere', 'nats://a,', 'nats://a,http://b'].map((url) => [
    'DOME_NATS_URL',
    url,
    `DOME_NATS_URL: "${url}" is not a URL (nats://, tls://), or several separated by commas`,
  ]),
  ['DOME_PAGE', 'nowhere', 'DOME_PAGE: "nowhere" is not a URL'],
  ['DOME_LOG_LEVEL', 'loud', 'DOME_LOG_LEVEL: "loud" is not one of debug, info'],
])('%s=%s is refused with what it expects', (variable, value, problem) => {
  expect(problemsOf(spec, { [variable]: value })).toEqual([problem]);
});

test('a variable without default is required, and empty counts as absent', () => {
  const required = {
    pool: { variable: 'DOME_POOL', kind: 'string', description: 'routing group' },
  } as const satisfies ConfigSpec;
  expect(problemsOf(required, { DOME_POOL: '' })).toEqual(['DOME_POOL is required: a text (routing group)']);
  expect(readConfig(required, { DOME_POOL: 'gpu' })).toEqual({ pool: 'gpu' });
});

test("a secret's value is in no error and no help", () => {
  const pin = {
    pin: {
      variable: 'DOME_PIN',
      kind: 'integer',
      default: 424_242,
      secret: true,
      description: 'pin',
    },
  } as const satisfies ConfigSpec;
  expect(problemsOf(pin, { DOME_PIN: 'hunter2' })).toEqual(['DOME_PIN: its value is not an integer']);
  expect(describeConfig(pin)).not.toContain('424242');
});

test('the secrets of a configuration are listed for the logger', () => {
  expect(secretsOf(spec, readConfig(spec, { DOME_TOKEN: 's3cr3t' }))).toEqual(['s3cr3t']);
  expect(secretsOf(spec, readConfig(spec, {}))).toEqual([]);
});

test('the description has one line per variable with its default', () => {
  const lines = describeConfig(spec).split('\n');
  expect(lines).toHaveLength(Object.keys(spec).length);
  expect(lines[2]).toMatch(
    /^DOME_DRAIN +a duration such as 500ms, 30s, 5m, 2h from 0ms to 10m +default 30s +time to finish$/,
  );
});
