// L7, exhaustively: two daemons run the product's own claim and cancel over every order of deliveries, crashes, pauses,
// cancels, duplicates and reused keys. For the first nine, the counts of states and goals are those of the design's own
// search, written separately in another language; a difference means that the two no longer agree.
import { expect, test } from 'vitest';
import { more, nine } from './model/configurations.ts';
import { createModel } from './model/model.ts';
import { search } from './model/search.ts';

const minuteMs = 60_000;

test.each(nine)('%s: no harm, no wedge', { timeout: minuteMs }, (_name, states, goals, configuration) => {
  expect(search(createModel(configuration))).toEqual({ states, goals, harms: [], wedge: undefined });
});

test.each(Object.entries(more))('%s: no harm, no wedge', { timeout: minuteMs }, (_name, configuration) => {
  expect(search(createModel(configuration))).toMatchObject({ harms: [], wedge: undefined });
});
