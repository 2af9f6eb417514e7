// What several requests to one replica do to the law at once: each is stored behind the law that it was judged under.
import { createPlanner } from '@dome/planning';
import { POLICY } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import { changeLaw } from '../../src/drive/change-law.ts';
import { judgeChange } from '../../src/law/judge-change.ts';
import type { LawDraft } from '../../src/law/judge-change.ts';
import type { LawState } from '../../src/law/law-state.ts';
import type { LawStore } from '../../src/ports.ts';
import { ACCESS, LAW, lawTexts, person, withDraft } from '../law-of.ts';

const { law: readLaw } = createPlanner();

/** A law in memory that keeps the rule of the stream, and takes a turn of the event loop for each answer. */
function memoryLaw(): LawStore & { readonly drafts: LawDraft[] } {
  let law: LawState = LAW;
  const drafts: LawDraft[] = [];
  return {
    drafts,
    get law() {
      return law;
    },
    refresh: async () => law,
    async append(draft, expectedLast) {
      await Promise.resolve();
      if (law.sequence !== expectedLast) return undefined;
      law = withDraft(law, draft);
      drafts.push(draft);
      return law.sequence;
    },
  };
}

const wish = (...texts: string[]) => ({ documents: lawTexts(...texts).map(readLaw), withdraw: [] });
const policy = (version: string, risk: number): string =>
  POLICY.replace('version: 1.0.0', `version: ${version}`).replace('risk: 60', `risk: ${risk}`);

describe('two changes at once', () => {
  test('of one version: the second is judged again, and refused', async () => {
    const store = memoryLaw();
    const applied = await Promise.allSettled(
      [1, 2].map((risk) => changeLaw(store, (law) => judgeChange(law, wish(policy('2.0.0', risk)), person('kim')))),
    );
    expect(applied.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(applied[1]).toMatchObject({ reason: { code: 'VERSION_REUSED' } });
    expect(store.drafts).toHaveLength(1);
  });

  test('of which one takes the role of the other: nothing is stored under a right that is gone', async () => {
    const store = memoryLaw();
    const without = ACCESS.replace('version: 1.0.0', 'version: 1.1.0').replace(
      'lee: { roles: [law-keeper] }',
      'lee: { roles: [] }',
    );
    const applied = await Promise.allSettled([
      changeLaw(store, (law) => judgeChange(law, wish(without), person('kim'))),
      changeLaw(store, (law) => judgeChange(law, wish(policy('2.0.0', 1)), person('lee'))),
    ]);
    expect(applied[1]).toMatchObject({ status: 'rejected', reason: { code: 'FORBIDDEN' } });
    expect(store.drafts).toHaveLength(1);
  });

  test('that are the same are stored once, and both are told', async () => {
    const store = memoryLaw();
    const texts = [policy('2.0.0', 1), policy('2.1.0', 1), policy('2.2.0', 1)];
    const changes = [1, 2, 3].map(() => changeLaw(store, (law) => judgeChange(law, wish(...texts), person('kim'))));
    const done = await Promise.all(changes);
    expect(store.drafts).toHaveLength(3);
    expect(done.map(({ stored }) => stored.size).reduce((sum, size) => sum + size, 0)).toBe(3);
    expect(done.map(({ changes: parts }) => parts.length)).toEqual([3, 3, 3]);
  });
});
