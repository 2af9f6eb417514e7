import { expect, it } from 'vitest';

import { createShares } from '../../src/services/shares.ts';

const limits = { openMax: 4, openEachMax: 2, bytesMax: 100, bytesEachMax: 60 };
const full = expect.objectContaining({ code: 'QUEUE_FULL' });

it('refuses a person who has reached her share, and nobody else', () => {
  const shares = createShares('uploads', limits);
  shares.open('mallory', 10);
  shares.open('mallory', 10);
  expect(() => shares.open('mallory', 0)).toThrow(full);
  shares.open('ada', 60);
  expect(() => shares.grow('ada', 1)).toThrow(full);
  shares.grow('mallory', 20);
  expect(() => shares.grow('mallory', 1)).toThrow('All together have 100 bytes in uploads here.');
});

it('has a free place again when something is closed', () => {
  const shares = createShares('uploads', limits);
  shares.open('ada', 60);
  shares.open('ada', 0);
  shares.close('ada', 60);
  shares.open('ada', 60);
  shares.close('ada', 60);
  shares.close('ada', 0);
  shares.open('ada', 60);
});
