import { LIMITS } from '@dome/contracts';
import { readPlan } from '@dome/planning';
import { readdirSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { REASON_CODES } from '../src/reason-codes.ts';

const docs = readFileSync(new URL('../../../docs/plans.md', import.meta.url), 'utf8');
const [plan = '', policy = ''] = [...docs.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]);

test('the plan and policy on the page are valid, and the refusal it shows is the real one', () => {
  expect(readPlan({ plan, policy, needsPolicy: true }).shape.checkWaves).toEqual([['lint'], ['test']]);
  const shown = /^plan \d+:.*$/m.exec(docs)?.[0] ?? 'nothing';
  expect(() => readPlan({ plan: plan.replace('needs: [lint]', 'needs: [lnt]'), policy, needsPolicy: true })).toThrow(
    shown,
  );
});

test('the page lists every built-in reason code with its sentence', () => {
  for (const [code, sentence] of Object.entries(REASON_CODES)) {
    expect(docs).toMatch(new RegExp(`\`${code}\` +\\| ${sentence.replaceAll('.', '\\.')}`));
  }
});

test('the limits of expressions are those on the page', () => {
  expect(docs).toContain(`at most ${LIMITS.expressionChars.toLocaleString('en')} characters`);
  expect(docs).toContain(`beyond ${LIMITS.expressionSteps.toLocaleString('en')} steps`);
  expect(LIMITS.expressionNesting).toBe(2);
});

test('the page that walks through a run names every module that decides, drives or shows one', () => {
  const page = readFileSync(new URL('../../../docs/one-run.md', import.meta.url), 'utf8');
  for (const folder of ['chain', 'drive', 'views']) {
    const modules = readdirSync(new URL(`../src/${folder}`, import.meta.url));
    expect(modules.filter((name) => !page.includes(`services/dome/src/${folder}/${name}`))).toEqual([]);
  }
});
