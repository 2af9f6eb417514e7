import { expect, test } from 'vitest';

import { CONTROLS_AT_START, pressed, withinRows } from '../../src/top/controls.ts';
import type { Controls } from '../../src/top/controls.ts';

function after(...keys: string[]): Controls {
  return keys.reduce<Controls>((controls, key) => {
    const next = pressed(controls, key);
    if (typeof next === 'string') throw new Error(`${key} ended it`);
    return next;
  }, CONTROLS_AT_START);
}

test('keys move between the sections, scroll the one that they are for, and order it', () => {
  expect(after('tab').focus).toBe('gates');
  expect(after('tab', 'tab').focus).toBe('daemons');
  expect(after('left', 'shift+tab').focus).toBe('daemons');
  expect(after('down', 'down', 'up').offsets).toMatchObject({ runs: 1, gates: 0 });
  expect(after('up').offsets.runs).toBe(0);
  expect(after('pagedown', 'pagedown', 'home').offsets.runs).toBe(0);
  expect(after('tab', 's', 's').orders).toEqual({ daemons: 0, backlog: 0, runs: 0, gates: 2 });
  expect([after('p').isPaused, after('p', 'p').isPaused]).toEqual([true, false]);
  expect(after('x', 'f5', '')).toEqual(CONTROLS_AT_START);
});

test('q, Escape and Ctrl-C end it', () => {
  expect(['q', 'escape', 'ctrl+c'].map((key) => pressed(CONTROLS_AT_START, key))).toEqual([
    'quit',
    'quit',
    'interrupt',
  ]);
});

test('nobody scrolls past the last row, also where rows go', () => {
  const far = after('pagedown', 'pagedown');
  expect(withinRows(far, { daemons: 0, backlog: 0, runs: 5, gates: 0 }).offsets.runs).toBe(4);
  expect(withinRows(far, { daemons: 0, backlog: 0, runs: 0, gates: 0 }).offsets.runs).toBe(0);
});
