import { processorMs } from '@dome/testkit';
import { expect, test } from 'vitest';

import { nearestName } from '../src/nearest-name.ts';

test('a near miss of a known name is matched, and a wild guess is not', () => {
  expect(nearestName('tset', ['lint', 'test'])).toBe('test');
  expect(nearestName('something', ['lint', 'test'])).toBeUndefined();
});

test('a text longer than any name is compared with none', () => {
  const known = Array.from({ length: 256 }, (_, n) => `${'task-'.repeat(7)}${n}`);
  const spentMs = processorMs(() => expect(nearestName('x'.repeat(200_000), known)).toBeUndefined());
  expect(spentMs).toBeLessThan(1_000);
});
