// What the inbox and the sheet of a gate say, without a browser.
import type { OpenGate } from '@dome/contracts';
import { sha256Digest } from '@dome/contracts';
import { expect, test } from 'vitest';

import { briefOf, deltaText } from '../src/look/delta.ts';
import { isBehind } from '../src/state/gate-stand.ts';
import { gateWaits, whyNotMine } from '../src/state/whose-gate.ts';

const one = { role: 'release-manager', count: 1 };
const gate = (change: Partial<OpenGate> = {}): OpenGate =>
  ({
    runId: 'release-abcdefgh',
    gate: 'release',
    iteration: 2,
    role: 'release-manager',
    submittedBy: 'ada',
    approvals: { required: [{ ...one, count: 2 }], missing: [one], by: ['linus'] },
    ...change,
  }) as OpenGate;

test('what waits for somebody is not among what waits for others, round by round', () => {
  const [mine, earlier] = [gate(), gate({ iteration: 1 })];
  expect(gateWaits([mine, earlier], [mine])).toEqual({ mine: [mine], others: [earlier] });
});

test.each([
  ['ada', false, 'you submitted it: nobody approves what they submitted'],
  ['linus', false, 'you have approved it; others are missing'],
  ['radia', false, 'it asks release-manager, which you are not, or you have voted'],
  ['view', true, 'you look on: observers do not vote'],
])('%s is told why it is not theirs', (user, isObserver, why) => {
  expect(whyNotMine(gate(), user, isObserver)).toBe(why);
});

test('a sheet is behind once its gate is in another round, or rests on something else', () => {
  const shown = { iteration: 1, evidenceDigest: sha256Digest('a') };
  expect(isBehind(shown, { ...shown })).toBe(false);
  expect(isBehind(shown, { ...shown, iteration: 2 })).toBe(true);
  expect(isBehind(shown, { ...shown, evidenceDigest: sha256Digest('b') })).toBe(true);
});

test('numbers are told with their difference, digests and long texts in short', () => {
  expect(deltaText({ pointer: '/failed', from: 2, to: 0 })).toBe('-2');
  expect(deltaText({ pointer: '/ratio', from: 0.1, to: 0.3 })).toBe('+0.2');
  expect(deltaText({ pointer: '/name', from: 'a', to: 2 })).toBeUndefined();
  expect(deltaText({ pointer: '/new', to: 2 })).toBeUndefined();
});

test('a value is told in a few lines, and whether that is all of it', () => {
  const textOf = (value: unknown): string =>
    briefOf(value)
      .lines.map(({ name, text }) => `${name}=${text}`)
      .join(' ');
  expect(briefOf(sha256Digest('a')).lines[0]?.text).toHaveLength('sha256:'.length + 12);
  expect(briefOf('x'.repeat(500))).toEqual({ lines: [{ text: `${'x'.repeat(119)}…` }], isWhole: false });
  expect(briefOf({ name: 'half a cent', line: 7, ok: null })).toEqual({
    lines: [
      { name: 'name', text: 'half a cent' },
      { name: 'line', text: '7' },
      { name: 'ok', text: 'null' },
    ],
    isWhole: true,
  });
  expect(textOf({ stack: 'Error\n  at a\n', at: ['a'], by: {} })).toBe('stack=Error at a at=1 entry by=0 members');
  expect(briefOf({ stack: 'Error\n  at a\n' }).isWhole).toBe(false);
  expect(briefOf({ at: ['a'] }).isWhole).toBe(false);
  expect(briefOf([])).toEqual({ lines: [{ text: '0 entries' }], isWhole: true });
});
