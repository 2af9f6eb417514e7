import { DomeError } from '@dome/contracts';
import { expect, test } from 'vitest';

import { allPages } from '../src/all-pages.ts';
import { rowsOf } from '../src/fleet-rows.ts';
import { NOTHING_HEARD, sampleFleet, withSample } from '../src/seen-fleet.ts';
import type { FleetSource, SeenFleet } from '../src/seen-fleet.ts';

const announced = (instance: string, name: string) => ({
  instance,
  pool: 'default',
  name,
  version: '1.0.0',
  descriptorDigest: 'sha256:'.padEnd(71, '0'),
  slots: 4,
});
const announcements = [announced('domed-2', 'lint'), announced('domed-1', 'lint'), announced('domed-1', 'pack')];
const forbidden = (): Promise<never> => Promise.reject(new DomeError('FORBIDDEN', { detail: 'Only people may ask.' }));

async function heard(source: FleetSource, before: SeenFleet = NOTHING_HEARD): Promise<SeenFleet> {
  return withSample(before, await sampleFleet(source), 1_000);
}

test('whoever may not ask daemons sees those that are announced, as unknown', async () => {
  const { daemons, slots, faults } = rowsOf(
    await heard({ daemons: forbidden, announcements: () => Promise.resolve(announcements) }),
  );
  expect(daemons).toEqual([
    { instance: 'domed-1', status: 'unknown', pools: ['default'], skills: 2, faults: [] },
    { instance: 'domed-2', status: 'unknown', pools: ['default'], skills: 1, faults: [] },
  ]);
  expect(slots).toEqual({ used: 0, total: 0 });
  expect(faults).toEqual({ daemons: 'Only people may ask.' });
});

test('daemons that were asked once and do not answer now stay as they were', async () => {
  const health = new DomeError('TIMEOUT', { detail: 'No answer.' });
  const daemons = () => Promise.resolve([{ instance: 'domed-1', health }]);
  const before = await heard({ daemons, announcements: () => Promise.resolve(announcements) });
  const after = rowsOf(await heard({ daemons: forbidden }, before));
  expect(after.daemons.map(({ instance, status }) => [instance, status])).toEqual([['domed-1', 'silent']]);
});

test('a part that nobody asks for is neither heard nor at fault', async () => {
  const fleet = await heard({ runs: () => Promise.resolve([]) });
  expect([fleet.heardAtMs, fleet.faults]).toEqual([{ runs: 1_000 }, {}]);
});

test('a list is read page by page until a page is the last, or says its own end again', async () => {
  interface Page {
    readonly items: readonly number[];
    readonly next?: string;
  }
  const pages = new Map<string | undefined, Page>([
    [undefined, { items: [1, 2], next: 'b' }],
    ['b', { items: [3], next: 'b' }],
  ]);
  const ask = ({ after }: { readonly after?: string }): Promise<Page> =>
    Promise.resolve(pages.get(after) ?? { items: [] });
  expect(await allPages(ask, ({ items }) => items)).toEqual([1, 2, 3]);
});
