import type { Announcement } from '@dome/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { listedDaemons, listedSkills, skillKey } from '../../src/views/fleet.ts';
import { pagedByKey } from '../../src/views/page.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const announced = (said: Partial<Announcement> & Pick<Announcement, 'name' | 'instance'>): Announcement => ({
  version: '1.0.0',
  title: `The skill ${said.name}`,
  summary: 'It does something.',
  hints: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
  descriptorDigest: DIGEST,
  pool: 'default',
  slots: 4,
  labels: {},
  ...said,
});

const FLEET = [
  announced({ name: 'lint', instance: 'b' }),
  announced({ name: 'echo', instance: 'a', announcedAt: '2026-03-02T08:00:01.000Z' }),
  announced({ name: 'lint', instance: 'a', version: '1.10.0', announcedAt: '2026-03-02T08:00:00.000Z' }),
  announced({ name: 'lint', instance: 'c', pool: 'gpu', slots: 2 }),
];
const waits = { waiting: 3, inHand: 2, redelivered: 1, parked: 0 };

test('a daemon is listed once, with all that it serves', () => {
  expect(listedDaemons(FLEET)).toMatchObject([
    { instance: 'a', pools: ['default'], slots: 4, announcedAt: '2026-03-02T08:00:00.000Z' },
    { instance: 'b', skills: [{ name: 'lint', version: '1.0.0', pool: 'default' }] },
    { instance: 'c', pools: ['gpu'], slots: 2 },
  ]);
  expect(listedDaemons(FLEET)[0]?.skills.map(({ name }) => name)).toEqual(['echo', 'lint']);
});

test('a skill has its versions, the newest first, and what waits for it in its pool', () => {
  const listed = listedSkills(FLEET, [
    { pool: 'default', skill: 'lint', ...waits },
    { pool: 'default', skill: 'gone', ...waits },
  ]);
  expect(listed.map(skillKey)).toEqual(['default.echo', 'default.gone', 'default.lint', 'gpu.lint']);
  expect(listed[2]).toMatchObject({
    versions: [
      { version: '1.10.0', daemons: 1, slots: 4 },
      { version: '1.0.0', daemons: 1, slots: 4 },
    ],
    ...waits,
  });
  expect(listed[1]).toEqual({ pool: 'default', name: 'gone', versions: [], ...waits });
  expect(listed[3]).toMatchObject({ waiting: 0, inHand: 0 });
});

test('law: pages hold every entry once, in order, whatever their size', () => {
  const keys = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { maxLength: 40 });
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 7 }), (names, limit) => {
      const items = names.toSorted();
      const seen: string[] = [];
      for (let after: string | undefined; ;) {
        const page = pagedByKey(items, { limit, ...(after === undefined ? {} : { after }) }, (name) => name);
        seen.push(...page.items);
        after = page.next;
        if (after === undefined) break;
      }
      expect(seen).toEqual(items);
    }),
  );
});
