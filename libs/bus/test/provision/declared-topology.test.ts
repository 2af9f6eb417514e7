import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { showSize } from '@dome/contracts';
import { expect, test } from 'vitest';

import { DECLARED_STORE_BYTES, declaredTopology } from '../../src/provision/declared-topology.ts';

const MIB = 1_048_576;

function sizes(overrides: { storeBytes?: number; storeBytesMax?: number } = {}): number[] {
  return (['DOMED', 'DOME'] as const).flatMap((account) => {
    const { streams = [], buckets = [], objectStores = [] } = declaredTopology({ account, overrides });
    return [...streams, ...buckets, ...objectStores].map(({ name, maxBytes }) => {
      if (maxBytes === undefined) throw new Error(`${name} may grow without an end`);
      return maxBytes;
    });
  });
}

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

test('everything has a size, and a server keeps their sum free', () => {
  expect(sum(sizes())).toBe(DECLARED_STORE_BYTES);
  for (const page of ['cli.md', 'decisions/everything-has-a-size.md']) {
    expect(readFileSync(join(import.meta.dirname, '../../../../docs', page), 'utf8')).toContain(
      showSize(DECLARED_STORE_BYTES),
    );
  }
});

test('for another server everything shrinks or grows by the same factor, and fits', () => {
  for (const storeBytes of [64 * MIB, 1_024 * MIB, DECLARED_STORE_BYTES - 1, DECLARED_STORE_BYTES * 3]) {
    expect(sum(sizes({ storeBytes }))).toBeLessThanOrEqual(storeBytes);
    expect(sum(sizes({ storeBytes }))).toBeGreaterThan(storeBytes - MIB);
  }
});

test('the most a server may store makes things smaller, never larger', () => {
  expect(sum(sizes({ storeBytesMax: 64 * MIB }))).toBeLessThanOrEqual(64 * MIB);
  expect(sizes({ storeBytesMax: DECLARED_STORE_BYTES * 10 })).toEqual(sizes());
});

test('nothing shrinks below a few of the largest messages', () => {
  expect(Math.min(...sizes({ storeBytes: 1 }))).toBe(4 * MIB);
});

function readerConsumers(account: 'DOMED' | 'DOME', filters: readonly string[]): unknown[] {
  const { consumers = [] } = declaredTopology({ account, readers: [{ name: 'board', filters }] });
  return consumers
    .filter(({ durable }) => durable === 'domed_reader_board')
    .map(({ stream, filters: own }) => [stream, own]);
}

test('a reader has a durable in each stream that its filters match, narrowed to them', () => {
  const filters = ['dome.evt.*.release.>', 'dome.evt.job.*.*.*.failed', 'dome.evt.job.release.*.*.failed'];
  const narrow = ['dome.evt.job.*.*.*.failed', 'dome.evt.job.release.*.*.failed'];
  expect(readerConsumers('DOMED', narrow)).toEqual([['JOB_EVENTS', ['dome.evt.job.*.*.*.failed']]]);
  expect(readerConsumers('DOME', narrow)).toEqual([]);
  expect(readerConsumers('DOME', filters)).toEqual([
    ['RUN_EVENTS', ['dome.evt.run.release.>']],
    ['LAW_EVENTS', ['dome.evt.law.release.>']],
  ]);
  expect(readerConsumers('DOME', ['dome.evt.law.environment.>'])).toEqual([
    ['LAW_EVENTS', ['dome.evt.law.environment.>']],
  ]);
  expect(readerConsumers('DOMED', ['>'])).toEqual([
    ['JOB_EVENTS', ['dome.evt.job.>']],
    ['JOB_LOGS', ['dome.log.>']],
  ]);
  expect(() => readerConsumers('DOMED', filters)).toThrow(
    expect.objectContaining({ code: 'INVALID_REQUEST', message: expect.stringContaining('overlap') }),
  );
});

test('everything says what it is for, whose it is and where to read on', () => {
  const declared = (['DOMED', 'DOME'] as const).flatMap((account) => {
    const skills = [{ pool: 'default', skill: 'lint' }];
    const readers = [{ name: 'board', filters: ['dome.evt.>', 'dome.log.>'] }];
    const {
      streams = [],
      buckets = [],
      objectStores = [],
      consumers = [],
    } = declaredTopology({
      account,
      skills,
      readers,
    });
    const kept = [...streams, ...buckets, ...objectStores].map(({ name, ...one }) => ({ ...one, name }));
    return [...kept, ...consumers.map((one) => ({ ...one, name: `${one.stream}/${one.durable}` }))];
  });
  expect(declared.length).toBeGreaterThan(15);
  for (const { name, description = '', metadata = {} } of declared) {
    expect(description.length, name).toBeGreaterThan(10);
    // A stream holds the subjects of every pool and skill, so theirs stay as the contract writes them.
    const { 'dome.subjects': _, ...filled } = metadata;
    expect(`${description} ${JSON.stringify(filled)}`, name).not.toMatch(/\{(pool|skill|reader)\}|""/);
    expect(Object.keys(metadata), name).toEqual(expect.arrayContaining(['dome.docs']));
  }
  expect(declared.find(({ name }) => name === 'SKILL_COMMANDS/domed_default_lint')).toMatchObject({
    description: 'Commands for lint in the pool default',
  });
});
