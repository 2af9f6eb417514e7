import { expect, test } from 'vitest';

import { openConsole } from '../../src/console/open-console.ts';

test('consoles that are opened at the same moment have ports of their own', async () => {
  await using all = new AsyncDisposableStack();
  const opened = (await Promise.all(Array.from({ length: 4 }, () => openConsole()))).map((one) => all.use(one));
  expect(new Set(opened.map(({ origins: [origin] }) => origin)).size).toBe(4);
});
