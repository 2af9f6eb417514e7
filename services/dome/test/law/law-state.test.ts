import { createPlanner } from '@dome/planning';
import { POLICY } from '@dome/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { changesOf, judgeChange } from '../../src/law/judge-change.ts';
import type { LawDraft } from '../../src/law/judge-change.ts';
import { EMPTY_LAW, applyLawEvent, inForce, passLawEvent, versionsOf } from '../../src/law/law-state.ts';
import type { LawState } from '../../src/law/law-state.ts';
import { ACCESS, LAW, OPERATOR, STAGING, lawOf, lawTexts, person, storedLaw, withDraft } from '../law-of.ts';

const { law: readLaw } = createPlanner();

const policy = (version: string, risk = 60): string =>
  POLICY.replace('version: 1.0.0', `version: ${version}`).replace('risk: 60', `risk: ${risk}`);
const access = (version: string, change: (text: string) => string): string =>
  change(ACCESS.replace('version: 1.0.0', `version: ${version}`));
const wish = (...texts: string[]) => ({ documents: lawTexts(...texts).map(readLaw), withdraw: [] });
const withdraw = (kind: 'policy' | 'access', version: string) => ({
  documents: [],
  withdraw: [{ kind, name: kind === 'policy' ? 'release' : 'access', version }],
});
const RELEASE = { kind: 'policy', name: 'release' } as const;
const refused = (code: string) => expect.objectContaining({ code });

function after(law: LawState, change: Parameters<typeof judgeChange>[1], by = 'kim'): LawState {
  return judgeChange(law, change, person(by)).reduce(
    (state, { draft }) => (draft === undefined ? state : withDraft(state, draft)),
    law,
  );
}

describe('what a name means', () => {
  test('is the highest version that is not withdrawn, and no pre-release', () => {
    const law = after(LAW, wish(policy('1.2.0'), policy('1.10.0'), policy('1.3.0'), policy('2.0.0-rc.1')));
    expect(inForce(law, RELEASE)?.version).toBe('1.10.0');
    expect(inForce(law, RELEASE, '~1.2')?.version).toBe('1.2.0');
    expect(inForce(law, RELEASE, '^2.0.0-rc.1')?.version).toBe('2.0.0-rc.1');
    const left = after(law, withdraw('policy', '1.10.0'));
    expect(inForce(left, RELEASE)?.version).toBe('1.3.0');
    expect(inForce(left, RELEASE, '1.10.0')).toBeUndefined();
  });

  test('comes back when a version is applied again', () => {
    const gone = after(LAW, withdraw('policy', '1.0.0'));
    expect(inForce(gone, RELEASE)).toBeUndefined();
    const back = after(gone, wish(POLICY));
    expect(inForce(back, RELEASE)?.records.map(({ phase }) => phase)).toEqual(['applied', 'withdrawn', 'applied']);
  });
});

describe('a change', () => {
  test('that is so already changes nothing', () => {
    const judged = judgeChange(LAW, wish(ACCESS, POLICY, STAGING), person('kim'));
    expect(judged.map(({ draft }) => draft)).toEqual([undefined, undefined, undefined]);
  });

  test('says what is in force before and after each part', () => {
    const judged = judgeChange(LAW, wish(policy('1.1.0'), policy('1.0.5', 10)), person('kim'));
    expect(judged).toMatchObject([
      { version: '1.1.0', before: '1.0.0', after: '1.1.0' },
      { version: '1.0.5', before: '1.1.0', after: '1.1.0' },
    ]);
  });

  test.each<[string, string, Parameters<typeof judgeChange>[1], string]>([
    ['by somebody who may not', 'FORBIDDEN', wish(policy('2.0.0')), 'grace'],
    ['by a stranger', 'FORBIDDEN', wish(policy('2.0.0')), 'mallory'],
    ['of what a version says', 'VERSION_REUSED', wish(policy('1.0.0', 1)), 'kim'],
    ['of what a version says within one change', 'VERSION_REUSED', wish(policy('2.0.0'), policy('2.0.0', 1)), 'kim'],
    ['that withdraws what is not there', 'NOT_FOUND', withdraw('policy', '9.0.0'), 'kim'],
    ['that leaves no access document', 'INVALID_TRANSITION', withdraw('access', '1.0.0'), 'kim'],
    [
      'that leaves the law to nobody',
      'INVALID_TRANSITION',
      wish(access('2.0.0', (text) => text.replace('law: [law-keeper]', 'law: [nobody]'))),
      'kim',
    ],
    [
      'that gives the author a role',
      'ROLES_RAISED',
      wish(
        access('2.0.0', (text) => text.replace('kim: { roles: [law-keeper]', 'kim: { roles: [law-keeper, developer]')),
      ),
      'kim',
    ],
    [
      'that gives a role of the author a permission',
      'ROLES_RAISED',
      wish(access('2.0.0', (text) => text.replace('decide: [release-manager]', 'decide: [law-keeper]'))),
      'kim',
    ],
    [
      'that lifts a restriction',
      'ROLES_RAISED',
      wish(access('2.0.0', (text) => text.replace('  decide: [release-manager]\n', ''))),
      'kim',
    ],
    [
      'that gives the author a role and takes it away again',
      'ROLES_RAISED',
      wish(
        access('2.0.0', (text) => text.replace('kim: { roles: [law-keeper]', 'kim: { roles: [law-keeper, developer]')),
        access('2.0.1', (text) => text),
      ),
      'kim',
    ],
  ])('%s is refused: %s', (_, code, change, by) => {
    expect(() => judgeChange(LAW, change, person(by))).toThrow(refused(code));
  });

  test('that brings back older and wider roles of its author is refused, and another keeper may make it', () => {
    const wide = lawOf([access('1.1.0', (text) => text.replace('kim: { roles: [', 'kim: { roles: [developer, '))], LAW);
    const narrow = after(wide, wish(access('1.2.0', (text) => text)));
    expect(() => after(narrow, withdraw('access', '1.2.0'))).toThrow(refused('ROLES_RAISED'));
    expect(after(narrow, withdraw('access', '1.2.0'), 'lee').access.rolesOf({ user: 'kim' })).toContain('developer');
  });

  test('of roles counts for the next one at once', () => {
    const law = after(
      LAW,
      wish(access('1.1.0', (text) => text.replace('lee: { roles: [law-keeper] }', 'lee: { roles: [] }'))),
    );
    expect(() => after(law, wish(policy('2.0.0')), 'lee')).toThrow(refused('FORBIDDEN'));
  });
});

describe('the fold', () => {
  test('passes over what it cannot read and what it has seen', () => {
    expect(passLawEvent(LAW, LAW.sequence + 4).sequence).toBe(LAW.sequence + 4);
    expect(passLawEvent(LAW, 1)).toBe(LAW);
    const [judged] = changesOf(EMPTY_LAW, wish(ACCESS), { by: OPERATOR, isOperator: true });
    if (judged?.draft === undefined) throw new Error('nothing is applied');
    expect(applyLawEvent(LAW, storedLaw(judged.draft, 1))).toBe(LAW);
  });

  test('before there is an access document nobody may do anything', () => {
    for (const permission of ['submit', 'cancel', 'decide', 'law'] as const) {
      expect(() => EMPTY_LAW.access.requirePermission(permission, person('ada'))).toThrow(refused('FORBIDDEN'));
    }
  });

  test('is the same however often and in whatever overlapping pieces the events are read', () => {
    const versions = fc.constantFrom('1.0.0', '1.1.0', '1.2.0', '2.0.0');
    const draft = fc.record({ version: versions, risk: fc.constantFrom(1, 2), isApplied: fc.boolean() });
    fc.assert(
      fc.property(fc.array(draft, { maxLength: 20 }), fc.array(fc.nat(20), { maxLength: 6 }), (wanted, rereads) => {
        const events = wanted.map(({ version, risk, isApplied }, index) => {
          const [read] = lawTexts(policy(version, risk)).map(readLaw);
          if (read === undefined) throw new Error('no document');
          const { kind, name, digest, document } = read;
          const data = { kind, name, version, digest, by: OPERATOR };
          const drafted: LawDraft = isApplied
            ? { type: 'dev.dome.law.applied.v1', data: { ...data, document: { ...document } } }
            : { type: 'dev.dome.law.withdrawn.v1', data };
          return storedLaw(drafted, index + 1);
        });
        const once = events.reduce(applyLawEvent, EMPTY_LAW);
        const again = [...rereads.flatMap((from) => events.slice(0, from)), ...events].reduce(applyLawEvent, EMPTY_LAW);
        expect(versionsOf(again)).toEqual(versionsOf(once));
        expect(again.sequence).toBe(once.sequence);
        // A version means the content that it had first, whatever came later.
        for (const { version, digest } of versionsOf(once)) {
          const first = events.find(
            ({ event }) => event.type === 'dev.dome.law.applied.v1' && event.data.version === version,
          );
          expect(first?.event.data.digest).toBe(digest);
        }
      }),
    );
  });
});
