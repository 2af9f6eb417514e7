import { expect, it } from 'vitest';

import { createSlots } from '../../src/intake/slots.ts';

it('requests nothing while no slot is free', () => {
  const slots = createSlots(1, ['a', 'b']);
  expect(slots.tryTake()).toBe(true);
  expect(slots.tryTake()).toBe(false);
  expect([slots.freeFor('a', 0), slots.freeFor('b', 0)]).toEqual([0, 0]);
  slots.giveBack();
  expect(slots.freeFor('a', 0)).toBe(1);
});

it('gives every free slot to the only skill', () => {
  expect(createSlots(8, ['a']).freeFor('a', 0)).toBe(8);
});

it('gives a busy skill most, and an idle one a single place, so that neither waits for the other', () => {
  const slots = createSlots(8, ['a', 'b', 'c']);
  slots.noteDelivery('a', 10_000);
  expect(['a', 'b', 'c'].map((skill) => slots.freeFor(skill, 10_500))).toEqual([8, 1, 1]);
  slots.noteDelivery('b', 10_400);
  expect(['a', 'b', 'c'].map((skill) => slots.freeFor(skill, 10_500))).toEqual([4, 4, 1]);
  expect(['a', 'b', 'c'].map((skill) => slots.freeFor(skill, 20_000))).toEqual([1, 1, 1]);
});
