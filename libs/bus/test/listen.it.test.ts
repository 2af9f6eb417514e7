// No message can end a subscription.
import { expect, test } from 'vitest';

import { listen } from '../src/index.ts';
import type { BusLogger } from '../src/index.ts';
import { startTestBus, text } from './broker.ts';

test('a handler that throws gets the next message, and its error is logged', async () => {
  await using bus = await startTestBus();
  const [told, heard]: [string[], string[]] = [[], []];
  const logger: BusLogger = { ...quiet, error: (_fields: object, message?: string) => void told.push(message ?? '') };
  listen(bus.nc, 'a', {
    logger,
    onRefused: () => undefined,
    onMessage: (message) => {
      const said = text(message.data);
      if (said === 'bad') throw new Error('it cannot be handled');
      heard.push(said);
    },
  });
  for (const one of ['first', 'bad', 'last']) bus.nc.publish('a', one);
  await bus.nc.flush();
  expect(heard).toEqual(['first', 'last']);
  expect(told).toEqual(['a message was not handled']);
});

const quiet: BusLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
