import type { RequiredRole } from '@dome/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { missingText, peopleIn, tallyOf } from '../src/index.ts';
import type { Approver } from '../src/index.ts';

const by = (...roles: string[]): Approver => ({ roles });
const role = (name: string, count = 1): RequiredRole => ({ role: name, count });

describe('what is missing', () => {
  test.each<[string, RequiredRole[], Approver[], RequiredRole[]]>([
    ['everything before anybody votes', [role('a', 2)], [], [role('a', 2)]],
    ['nothing with enough', [role('a', 2)], [by('a'), by('a')], []],
    ['what somebody without the role does not give', [role('a')], [by('b')], [role('a')]],
    ['one person, who counts once', [role('a'), role('b')], [by('a', 'b')], [role('b')]],
    ['nobody, where the first is moved to their other role', [role('a'), role('b')], [by('a', 'b'), by('a')], []],
    ['nobody, where two are moved', [role('a'), role('b'), role('c')], [by('a', 'b'), by('b', 'c'), by('a')], []],
    ['what too many of another role do not give', [role('a'), role('b', 2)], [by('a'), by('a'), by('b')], [role('b')]],
  ])('%s', (_, required, approvers, missing) => {
    expect(tallyOf(required, approvers).missing).toEqual(missing);
  });
});

const ROLES = ['a', 'b', 'c'];
const required = fc
  .tuple(fc.nat(2), fc.nat(2), fc.nat(2))
  .map((counts) => ROLES.map((name, at) => role(name, counts[at])).filter(({ count }) => count > 0));
const approvers = fc.array(
  fc.subarray(ROLES).map((roles) => ({ roles })),
  { maxLength: 6 },
);

/** The most places that any assignment of people to roles fills, by trying all of them. */
function most(places: readonly string[], [first, ...others]: readonly Approver[]): number {
  if (first === undefined) return 0;
  const taking = places.flatMap((name, at) =>
    first.roles.includes(name) ? [1 + most(places.toSpliced(at, 1), others)] : [],
  );
  return Math.max(most(places, others), ...taking);
}

describe('whatever is asked, and whoever approves', () => {
  test('no other assignment of people to roles leaves fewer missing', () => {
    fc.assert(
      fc.property(required, approvers, (wanted, people) => {
        const places = wanted.flatMap(({ role: name, count }) => Array.from({ length: count }, () => name));
        const { counted, missing } = tallyOf(wanted, people);
        expect(counted).toHaveLength(most(places, people));
        expect(peopleIn(missing)).toBe(peopleIn(wanted) - counted.length);
      }),
    );
  });

  test('the order of the votes changes nothing', () => {
    const shuffled = approvers.chain((people) =>
      fc.tuple(fc.constant(people), fc.shuffledSubarray(people, { minLength: people.length })),
    );
    fc.assert(
      fc.property(required, shuffled, (wanted, [people, others]) => {
        expect(peopleIn(tallyOf(wanted, others).missing)).toBe(peopleIn(tallyOf(wanted, people).missing));
      }),
    );
  });

  test('who counts once still counts when others follow, and so do fewer when one is gone', () => {
    fc.assert(
      fc.property(required, approvers, (wanted, people) => {
        const before = tallyOf(wanted, people.slice(0, -1));
        const after = tallyOf(wanted, people);
        expect(after.counted.slice(0, before.counted.length)).toEqual(before.counted);
        expect(peopleIn(after.missing)).toBeLessThanOrEqual(peopleIn(before.missing));
      }),
    );
  });
});

test('the text names the role of one person, and else says how many of how many', () => {
  expect(missingText({ required: [role('a')], missing: [role('a')] })).toBe('a');
  const several = [role('release-manager', 2), role('security')];
  expect(missingText({ required: several, missing: [role('release-manager')] })).toBe(
    '2 of 3: needs 1 more release-manager',
  );
  expect(missingText({ required: several, missing: several })).toBe(
    '0 of 3: needs 2 more release-manager and 1 more security',
  );
  expect(missingText({ required: several, missing: [] })).toBe('3 of 3');
});
