import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { backoffMs, createRetryWait, tryAgain } from '../src/backoff.ts';
import type { RetryTerms } from '../src/backoff.ts';

/** Waits are recorded and not waited for. */
function noting(waits: RetryTerms['waits'] = () => true): { of: RetryTerms; waited: number[] } {
  const waited: number[] = [];
  return { waited, of: { firstMs: 250, maxMs: 5_000, waits, pause: async (ms) => void waited.push(ms) } };
}

test('waits never shrink, never exceed the bound, and double in between, however many failures there are', () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.nat(1_000_000), fc.integer({ min: 1, max: 5_000 }), (first, more, failures) => {
      const of = { firstMs: first + 1, maxMs: first + 1 + more };
      const [wait, next] = [backoffMs(of, failures), backoffMs(of, failures + 1)];
      expect(backoffMs(of, 1)).toBe(of.firstMs);
      expect(wait).toBeLessThanOrEqual(of.maxMs);
      expect(next).toBe(Math.min(of.maxMs, wait * 2));
    }),
  );
});

describe('a step that fails', () => {
  test('is repeated until it succeeds', async () => {
    const { of, waited } = noting();
    let times = 0;
    const step = async (): Promise<string> => {
      times += 1;
      if (times <= 7) throw new Error('away');
      return 'done';
    };
    expect(await tryAgain(step, of)).toBe('done');
    expect(waited).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  });

  test('is not repeated after a failure that is not waited for; the decision receives the length of the wait', async () => {
    const told: unknown[] = [];
    const { of, waited } = noting((error, waitMs) => told.push([error, waitMs]) < 3);
    const away = new Error('away');
    await expect(tryAgain(() => Promise.reject(away), of)).rejects.toBe(away);
    expect(told).toEqual([250, 500, 1_000].map((ms) => [away, ms]));
    expect(waited).toEqual([250, 500]);
  });
});

test('a retry that starts anew waits as at first', async () => {
  const { of, waited } = noting();
  const [one, other] = [createRetryWait(of), createRetryWait(of)];
  for (const failed of [one, one, other]) await failed(new Error('away'));
  expect(waited).toEqual([250, 500, 250]);
});
