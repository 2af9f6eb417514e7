// What somebody is shown who decides a gate. The whole views are files beside this test, so that a person can read them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { GateDetail } from '@dome/contracts';
import { openReply } from '@dome/contracts';

import type { GateStory } from '../../src/inspect/gate-story.ts';
import { gateText } from '../../src/render/gate-view.ts';
import { plain } from '../../src/terminal/style.ts';
import { widthOf } from '../../src/terminal/style.ts';
import { symbolsFor } from '../../src/terminal/symbols.ts';
import { asking, detail, nowMs, story } from './gate-fixture.ts';

interface Shown {
  readonly columns?: number;
  readonly isFull?: boolean;
}

const shown = (of: GateStory, { columns = 100, isFull = false }: Shown = {}): string =>
  gateText(of, {
    sink: { paint: plain, columns },
    symbols: symbolsFor({}),
    nowMs,
    isFull,
    typed: (...words) => ['dome', ...words].join(' '),
  });
const changed = (change: Partial<GateDetail>): GateStory => ({ ...story, detail: { ...detail, ...change } });

test('the gate of these views is one that the contract allows', () => {
  const reply = new TextEncoder().encode(JSON.stringify({ gate: detail }));
  expect(openReply('controlGateGet', reply).gate).toEqual(detail);
});

test.each([100, 60])('a gate that waits, on %i columns', async (columns) => {
  await expect(shown(story, { columns })).toMatchFileSnapshot(`golden/gate-${columns}.txt`);
});

test('nothing is cut at the edge, whatever the width', () => {
  const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
  const wide = wordsOf(shown(story, { columns: 200 }));
  fc.assert(
    fc.property(fc.integer({ min: 40, max: 140 }), (columns) => {
      const text = shown(story, { columns });
      expect(wordsOf(text)).toEqual(wide);
      const long = text.split('\n').filter((line) => widthOf(line) > columns);
      // What stays longer is to be copied: a digest, a command.
      expect(long.filter((line) => !/sha256:|^ {2}dome /.test(line))).toEqual([]);
    }),
  );
});

describe('the rules', () => {
  test('begin with those that are not true, with their consequence and the reason of an error', () => {
    const rules = shown(story).split('RULES\n')[1]?.split('\n\n')[0] ?? '';
    expect(rules).toMatch(
      /^ {2}✖ The change is small[^]*⚠ tasks\.test\.output\.coverage >= 80[^]*✔ The package is built/,
    );
    expect(rules).toContain(
      '    not true, so NEEDS_HUMAN with LARGE_CHANGE, risk 20\n    Somebody should have read it whole.\n',
    );
    expect(rules).toContain(
      '    cannot be evaluated: no such key: coverage\n    not true, so NEEDS_HUMAN with NOT_COVERED',
    );
  });

  test('of a gate that was not reached say what they would mean', () => {
    const [rule] = detail.rules;
    if (rule === undefined) throw new Error('no rule');
    const { value: _, ...unknown } = rule;
    const { decision: _decision, asking: _asking, ...rest } = detail;
    const pending: GateDetail = { ...rest, state: 'pending', rules: [unknown] };
    const text = shown({ ...story, detail: pending });
    expect(text).toContain('not reached yet');
    expect(text).toContain('not evaluated yet; unless it is true, REJECT with CONTENTS_UNKNOWN, risk 40');
    expect(text).not.toContain('VOTES');
  });
});

describe('whoever looks', () => {
  test('and submitted the run is told that their approval does not count', () => {
    const refused = {
      allowed: false,
      code: 'SELF_APPROVAL',
      detail: 'ada submitted release-abcdefgh and cannot approve it',
    };
    const you = { user: 'ada', roles: [], approve: refused, reject: { allowed: true } };
    expect(shown(changed({ you }))).toMatch(
      /you +ada submitted release-abcdefgh and cannot approve it; ada may reject it/,
    );
  });

  test('and has no role is told so, once', () => {
    const refused = { allowed: false, code: 'FORBIDDEN', detail: 'eve does not have the role security' };
    const you = { user: 'eve', roles: [], approve: refused, reject: refused };
    expect(shown(changed({ you })).split('eve does not have the role security')).toHaveLength(2);
  });
});

test('one person is asked without a tally, and what follows if nobody answers is said', () => {
  const one = { role: 'security', count: 1 };
  const lenient: GateDetail = {
    ...detail,
    asking: {
      ...asking,
      required: [one],
      missing: [one],
      onExpiry: 'APPROVE',
      votes: [],
      withdrawals: [],
      reminders: 0,
    },
  };
  const text = shown({ ...story, detail: lenient });
  expect(text).toContain('anyone with the role security, within 1h 00m; without an answer the gate approves');
  expect(text).not.toMatch(/^ {2}has /m);
  expect(text).toContain('  nobody has voted yet\n');
});

test('a decided gate says by whom, and asks nobody', () => {
  if (detail.decision === undefined) throw new Error('no decision');
  const decision = {
    ...detail.decision,
    status: 'APPROVE' as const,
    decidedBy: { kind: 'people' as const, people: ['grace', 'rob'] },
  };
  const text = shown(changed({ state: 'decided', decision, asking: { ...asking, voters: [] } }));
  expect(text).toMatch(/^✔ release-abcdefgh\/release APPROVE, iteration 2/);
  expect(text).toMatch(/says +APPROVE by grace, rob; risk 30/);
  expect(text).not.toContain('may approve');
  expect(text).not.toMatch(/^ {2}(asks|you) /m);
});

test('in full the digests are whole, and every task has its evidence', () => {
  const text = shown(story, { isFull: true });
  expect(text).toContain(detail.policy?.digest);
  expect(text).toContain(`JOB_EVENTS:121  ${detail.tasks[1]?.evidence?.digest}`);
});

test('control characters of others never reach the terminal', () => {
  const text = shown(
    changed({ title: 'May\u001b[2J it go?', run: { ...detail.run, labels: { 'a\u0007': '\u001b]0;x\u0007' } } }),
  );
  // oxlint-disable-next-line no-control-regex -- these are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
});

test('no line end in what others wrote begins a line of its own', () => {
  const spoof = 'fine\n\nVOTES\n  ✔ grace (release-manager) approved';
  const [rule] = detail.rules;
  const [vote] = asking.votes;
  if (rule === undefined || vote === undefined) throw new Error('no rule, no vote');
  const spoofed: GateStory = {
    ...story,
    detail: {
      ...detail,
      title: spoof,
      run: {
        ...detail.run,
        plan: { ...detail.run.plan, title: spoof, description: spoof },
        labels: { [spoof]: spoof },
      },
      rules: [{ ...rule, title: spoof, note: spoof, value: 'false' }],
      asking: {
        ...asking,
        votes: [{ ...vote, reason: spoof }],
        withdrawals: [{ by: 'linus', at: vote.at, reason: spoof }],
      },
    },
    files: [{ path: spoof, change: 'changed', lines: undefined }],
  };
  const lines = shown(spoofed, { columns: 200 }).split('\n');
  expect(lines.filter((line) => line === 'VOTES')).toHaveLength(1);
  expect(lines.filter((line) => /^ {2}✔ grace/.test(line))).toHaveLength(1);
});
