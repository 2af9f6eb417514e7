// The gate's own test: edits of the released contract, judged on the data alone. Nothing of ours is compiled against them,
// so that no adapted TypeScript could hide one.
import { describe, expect, test } from 'vitest';

import type { ContractFinding } from '@dome/compat';

import { isRefused } from '../src/finding.ts';
import { judge } from '../src/judge.ts';

import { draftOf, RELEASED } from './draft.ts';
import type { Draft } from './draft.ts';
import { ADDITIVE } from './edits/additive.ts';
import { BROKER_BREAKS } from './edits/broker.ts';
import type { Edit } from './edits/edit.ts';
import { LOOSENING, ORDERED } from './edits/passing.ts';
import { SCHEMA_BREAKS } from './edits/schemas.ts';
import { SILENT } from './edits/silent.ts';
import { WIRE_BREAKS } from './edits/wire.ts';
import { WORD_BREAKS } from './edits/words.ts';

const BREAKING = [...SCHEMA_BREAKS, ...WIRE_BREAKS, ...BROKER_BREAKS, ...WORD_BREAKS];

function findingsOf(make: (draft: Draft) => void): ContractFinding[] {
  const draft = draftOf(RELEASED);
  make(draft);
  return judge(RELEASED, draft.document);
}

test('the released contract says nothing of itself', () => {
  expect(judge(RELEASED, RELEASED)).toEqual([]);
});

test('there are enough edits to trust the table', () => {
  expect(BREAKING.length).toBeGreaterThanOrEqual(50);
  expect(ADDITIVE.length + ORDERED.length + SILENT.length).toBeGreaterThanOrEqual(30);
});

function judged({ make, severity, kind, at, breaks }: Edit): void {
  const findings = findingsOf(make);
  const shown = JSON.stringify(findings, undefined, 1);
  const [gravest] = findings;
  expect(gravest?.severity, shown).toBe(severity);
  const isThere = (pointer: string): boolean =>
    (at.endsWith('/*') ? pointer.replace(/\d+$/, '*') : pointer).endsWith(at);
  const found = findings.find((finding) => finding.kind === kind && isThere(finding.pointer));
  expect(found, shown).toMatchObject({ severity, breaks });
  expect(found?.says).not.toBe('');
  expect(found?.instead).not.toBe('');
  expect(found?.touches).not.toEqual([]);
}

describe('breaking', () => {
  test.each(BREAKING)('$what', (edit) => {
    judged(edit);
    expect(findingsOf(edit.make).some(isRefused)).toBe(true);
  });
});

describe('a right that grows', () => {
  test.each(LOOSENING)('$what', judged);
});

describe('readers first', () => {
  test.each(ORDERED)('$what', (edit) => {
    judged(edit);
    expect(findingsOf(edit.make).some(isRefused)).toBe(false);
  });
});

describe('additive', () => {
  test.each(ADDITIVE)('$what', judged);
});

describe('nothing to say', () => {
  test.each(SILENT)('$what', ({ make }) => {
    expect(findingsOf(make)).toEqual([]);
  });
});
