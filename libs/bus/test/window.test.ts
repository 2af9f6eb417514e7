import { expect, test } from 'vitest';

import { Flight } from '../src/flight.ts';
import { Window } from '../src/window.ts';

const flightOf = (number: number): Flight => {
  const publication = { subject: 's', payload: new Uint8Array(0), messageId: `id-${number}` };
  const flight = new Flight(publication, { beganAt: 0, expiresAt: Number.POSITIVE_INFINITY }, () =>
    expect.fail('sent'),
  );
  flight.number = number;
  return flight;
};
const taken = (window: Window, number: number): Flight => {
  const flight = flightOf(number);
  window.take(flight);
  return flight;
};

test('an answer finds the write that waits for it, and other subjects find nobody', () => {
  const window = new Window('_INBOX.x.', 2);
  const first = taken(window, 1);
  expect(window.isFull).toBe(false);
  const second = taken(window, 2);
  expect([window.size, window.isFull]).toEqual([2, true]);
  expect(window.waitingOn(first.reply)).toBe(first);
  expect(window.waitingOn(second.reply)).toBe(second);
  for (const other of ['_INBOX.x.7', '_INBOX.x.', '_INBOX.x.abc', `${first.reply}-1`, '_INBOX.x.-1']) {
    expect(window.waitingOn(other)).toBeUndefined();
  }
});

test('a place whose one answer has come is used again under the same reply subject', () => {
  const window = new Window('p.', 1);
  const first = taken(window, 1);
  [first.sends, first.answers] = [1, 1];
  window.leave(first);
  expect(window.waitingOn(first.reply)).toBeUndefined();
  expect(taken(window, 2).reply).toBe(first.reply);
});

test.each([
  { left: 'abandoned', sends: 1, answers: 0 },
  { left: 'answered once of two sendings', sends: 2, answers: 1 },
])('a late answer to a write that was $left reaches no other', ({ sends, answers }) => {
  const window = new Window('p.', 1);
  const first = taken(window, 1);
  Object.assign(first, { sends, answers });
  window.leave(first);
  const second = taken(window, 2);
  expect(second.reply).not.toBe(first.reply);
  expect(window.waitingOn(first.reply)).toBeUndefined();
  expect(window.waitingOn(second.reply)).toBe(second);
});

test('writes in flight are listed in the order in which they were first sent, whatever their place', () => {
  const window = new Window('p.', 3);
  const [first, second, third] = [taken(window, 1), taken(window, 2), taken(window, 3)];
  window.leave(first);
  const fourth = taken(window, 4);
  expect(window.inOrder()).toEqual([second, third, fourth]);
});
