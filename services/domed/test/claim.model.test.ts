import { expect, test } from 'vitest';
import { more, nine } from './claim-model/configurations.ts';
import { createModel } from './claim-model/model.ts';
import { search } from './claim-model/search.ts';

const minuteMs = 60_000;

test.each(nine)('%s: no harm, no wedge', { timeout: minuteMs }, (_name, states, goals, configuration) => {
  expect(search(createModel(configuration))).toEqual({ states, goals, harms: [], wedge: undefined });
});

test.each(Object.entries(more))('%s: no harm, no wedge', { timeout: minuteMs }, (_name, configuration) => {
  expect(search(createModel(configuration))).toMatchObject({ harms: [], wedge: undefined });
});
