import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compareVersions, isVersion, rangeFault, selectSkill } from '../src/skill-selection.ts';
import type { Announced, SkillWish } from '../src/skill-selection.ts';
import { parseSkillUse } from '../src/skill-use.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const one = (version: string, over: Partial<Announced> = {}): Announced => ({
  name: 'lint',
  version,
  descriptorDigest: digest('a'),
  pool: 'default',
  ...over,
});
const fleet = (...versions: string[]): Announced[] => versions.map((version) => one(version));
const found = (announced: readonly Announced[], wish: SkillWish): string => {
  const selection = selectSkill(announced, wish);
  return selection.ok ? selection.chosen.version : selection.refusal.part;
};

describe('a range', () => {
  test.each<[versions: string[], range: string, meant: string]>([
    [['1.0.0', '1.10.0', '1.9.0'], '^1', '1.10.0'],
    [['1.0.0', '2.0.0'], '^1', '1.0.0'],
    [['1.0.0', '2.0.0'], '*', '2.0.0'],
    [['1.0.0', '2.0.0-rc.1'], '*', '1.0.0'],
    [['1.2.0-rc.1'], '*', 'version'],
    [['1.2.0-rc.1'], '^1', 'version'],
    [['1.2.0-rc.1'], '^1.2.0-rc.1', '1.2.0-rc.1'],
    [['1.2.0-rc.1', '1.2.0-rc.10', '1.2.0-rc.9'], '^1.2.0-rc.1', '1.2.0-rc.10'],
    [['1.2.0-rc.1', '1.3.0-rc.1'], '^1.2.0-rc.1', '1.2.0-rc.1'],
    [['1.2.0-rc.1', '1.2.0'], '^1.2.0-rc.1', '1.2.0'],
    [['1.2.0-rc.1'], '1.2.0-rc.1', '1.2.0-rc.1'],
    [['1.2.0-rc.1'], '1.2.0', 'version'],
    [['1.2.0+b', '1.2.0+a'], '1.2.0', '1.2.0+b'],
    [['1.0.0'], '>=2', 'version'],
    [['1.0.0', '3.0.0'], '^1 || ^3', '3.0.0'],
    [['no version', '1.0.0'], '*', '1.0.0'],
    [['1.0.0'], 'latest', 'range'],
    [[], '*', 'name'],
  ])('of %j: %s means %s', (versions, range, meant) => {
    expect(found(fleet(...versions), { name: 'lint', range, pool: 'default' })).toBe(meant);
  });

  test('that only pre-releases would satisfy is refused as such, with the way to name the newest', () => {
    const refusal = (range: string) => selectSkill(fleet('1.2.0-rc.1', '1.2.0-rc.2'), { name: 'lint', range });
    expect(refusal('*')).toEqual({
      ok: false,
      refusal: {
        code: 'CAPABILITY_MISSING',
        part: 'version',
        detail: 'lint is announced as 1.2.0-rc.1, 1.2.0-rc.2; * is wanted, which takes no pre-release',
        hint: 'Name the pre-release: lint@1.2.0-rc.2.',
      },
    });
    expect(refusal('^2')).toMatchObject({
      refusal: { detail: 'lint is announced as 1.2.0-rc.1, 1.2.0-rc.2; ^2 is wanted' },
    });
  });

  test('that is invalid says how to write one', () => {
    expect(rangeFault('lint', '^1')).toBeUndefined();
    expect(rangeFault('lint', 'latest')).toMatchObject({
      code: 'INVALID_REQUEST',
      detail: 'latest is not a version range',
      hint: 'Write lint@^1, lint@1.2.0 or lint@*.',
    });
  });

  test('means the most announced of several descriptors of one version, and never depends on the order', () => {
    const announced = ['b', 'c', 'b', 'c', 'a'].map((letter) => one('1.0.0', { descriptorDigest: digest(letter) }));
    const order = fc.shuffledSubarray(announced, { minLength: announced.length });
    fc.assert(
      fc.property(order, (shuffled) => {
        const selection = selectSkill(shuffled, { name: 'lint', range: '*', pool: 'default' });
        expect(selection).toMatchObject({ ok: true, chosen: { descriptorDigest: digest('b') } });
      }),
    );
  });
});

test('of descriptors that equally many daemons announce, the last one is meant: an edited skill takes over', () => {
  const at = (letter: string, announcedAt: string) => one('1.0.0', { descriptorDigest: digest(letter), announcedAt });
  const chosen = (...announced: Announced[]): string | undefined => {
    const selection = selectSkill(announced, { name: 'lint', range: '*' });
    return selection.ok ? selection.chosen.descriptorDigest : undefined;
  };
  const [old, edited] = [at('a', '2026-01-01T00:00:00.000Z'), at('b', '2026-01-01T00:00:01.000Z')];
  expect(chosen(old, edited)).toBe(digest('b'));
  expect(chosen(edited, old)).toBe(digest('b'));
  expect(chosen(old, old, edited)).toBe(digest('a'));
});

describe('a lock', () => {
  const lock = { name: 'lint', version: '1.0.0', descriptorDigest: digest('a'), pool: 'default' };

  test.each<[announced: Announced[], part: string, detail: RegExp]>([
    [fleet('2.0.0'), 'version', /^lint is announced as 2\.0\.0, not as 1\.0\.0$/],
    [
      [one('1.0.0', { descriptorDigest: digest('b') })],
      'digest',
      /descriptor sha256:b+, not with the locked sha256:a+$/,
    ],
    [[one('1.0.0', { pool: 'gpu' })], 'pool', /^lint is served in gpu, not in the pool default$/],
    [[one('1.0.0', { name: 'lints' })], 'name', /^no daemon announces the skill lint in the pool default$/],
  ])('accepts only an exact match: %#', (announced, part, detail) => {
    expect(selectSkill(announced, lock)).toMatchObject({
      ok: false,
      refusal: { part, detail: expect.stringMatching(detail) },
    });
    expect(selectSkill([...announced, one('1.0.0')], lock)).toMatchObject({ ok: true });
  });

  test('accepts a pre-release like any version', () => {
    const version = '1.2.0-rc.1';
    expect(found(fleet(version), { ...lock, version })).toBe(version);
  });
});

test('without a pool every pool is searched', () => {
  expect(found([one('1.0.0'), one('2.0.0', { pool: 'gpu' })], { name: 'lint', range: '*' })).toBe('2.0.0');
});

test.each([
  ['lint', { name: 'lint', range: '*' }],
  ['lint@', { name: 'lint', range: '*' }],
  ['lint@^1', { name: 'lint', range: '^1' }],
  ['lint@>=1 <2', { name: 'lint', range: '>=1 <2' }],
  ['lint@1@2', { name: 'lint', range: '1@2' }],
])('%s is split at its first @', (text, parts) => {
  expect(parseSkillUse(text)).toEqual(parts);
});

test.each([
  ['1.2.3', true],
  ['1.2.3-rc.1+build.5', true],
  ['1.2.3-01', false],
  ['1.2.3-rc..1', false],
  ['1.2', false],
])('%s is a version: %j', (text, is) => {
  expect(isVersion(text)).toBe(is);
});

describe('a drained version', () => {
  const drained = { by: {}, at: '' };
  const announced = [one('1.0.0'), one('1.1.0', { drained }), one('1.1.0', { drained, pool: 'gpu' })];

  test('is chosen by no range, and is what a lock on it means', () => {
    expect(found(announced, { name: 'lint', range: '^1' })).toBe('1.0.0');
    expect(found(announced, { name: 'lint', range: '^1', evenDrained: true })).toBe('1.1.0');
    expect(found(announced, { name: 'lint', version: '1.1.0', descriptorDigest: digest('a') })).toBe('1.1.0');
    expect(found([one('1.1.0', { drained, pool: 'gpu' }), one('1.1.0')], { name: 'lint', range: '*' })).toBe('1.1.0');
  });

  test('is named where nothing else is in range, with the way back', () => {
    expect(selectSkill(announced, { name: 'lint', range: '1.1.0' })).toMatchObject({
      refusal: {
        code: 'CAPABILITY_MISSING',
        part: 'version',
        detail: 'lint is announced as 1.0.0, 1.1.0 (drained); 1.1.0 is wanted',
        hint: expect.stringContaining('dome skill undrain lint@1.1.0') as unknown,
      },
    });
  });
});

test('versions are compared as versions, and what is none is the lowest', () => {
  const sorted = ['1.10.0', 'latest', '1.9.0', '1.10.0-rc.1', '1.0.0-01'].toSorted(compareVersions);
  expect(sorted).toEqual(['latest', '1.0.0-01', '1.9.0', '1.10.0-rc.1', '1.10.0']);
});
