import { describe, expect, test } from 'vitest';

import { checkDocument } from '../src/index.ts';
import { checkWritten } from '../src/written.ts';
import type { WrittenName } from '../src/written.ts';
import { brokenOnes } from './refusals.ts';

const head = { apiVersion: 'dome/v1', name: 'release', version: '1.0.0' };
const asked = { approvals: [{ role: 'manager', count: 2 }], deadline: '1h', onExpiry: 'REJECT', remindEvery: '10m' };
const GOOD: Readonly<Record<WrittenName, Record<string, unknown>>> = {
  Plan: {
    ...head,
    kind: 'Plan',
    partialFailure: 'continue',
    tasks: { lint: { uses: 'lint@^1', needs: [], timeouts: { total: '60s' }, concurrency: { key: 'a', max: 1 } } },
    gates: { quality: { needs: [] } },
    loop: { maxIterations: 2, remedy: { tasks: { fix: { uses: 'fix@^1' } } } },
    promotion: {
      task: { id: 'promote', uses: 'promote@^1' },
      subject: { task: 'lint', artifact: 'app.tgz' },
      from: 'build',
      to: 'staging',
    },
  },
  Policy: {
    ...head,
    kind: 'Policy',
    gates: { quality: { rules: [{ id: 'a', expression: 'true', reasonCode: 'LINT_FAILED', risk: 10 }], human: asked } },
  },
  Access: {
    apiVersion: 'dome/v1',
    kind: 'Access',
    version: '1.0.0',
    users: { ada: { roles: ['developer'] } },
    permissions: { submit: ['developer'] },
  },
  Environment: {
    ...head,
    kind: 'Environment',
    promotesFrom: ['build'],
    policy: 'release@^1',
    gates: ['quality'],
    plans: ['release@^1'],
    skills: ['promote@^1'],
    submitters: ['developer'],
    windows: [{ days: ['mon'], from: '09:00', to: '17:00', timeZone: 'UTC' }],
    freezes: [{ from: '2026-12-24T00:00', to: '2026-12-27T00:00', timeZone: 'UTC' }],
    ...asked,
  },
  SkillManifest: {
    ...head,
    kind: 'Skill',
    title: 'Lint',
    description: 'Lints.',
    inputSchema: { type: 'object' },
    outputSchema: { type: 'object' },
    runs: { using: 'process', command: ['bash', './lint.sh'], grace: '10s' },
    needs: { workspace: 'ro', network: 'none' },
    secrets: [{ name: 'TOKEN', as: 'env' }],
    logs: { size: '1MiB' },
  },
};
const NAMES = Object.keys(GOOD) as WrittenName[];

function isDocument(name: WrittenName, value: unknown): boolean {
  try {
    checkDocument(name, value);
    return true;
  } catch {
    return false;
  }
}

const SCHEMA_FILES: Readonly<Record<WrittenName, string>> = {
  Plan: 'plan.json',
  Policy: 'policy.json',
  Access: 'access.json',
  Environment: 'environment.json',
  SkillManifest: 'skill-manifest.json',
};

describe.each(NAMES)('a %s', (name) => {
  const broken = brokenOnes(SCHEMA_FILES[name], GOOD[name]);

  test('holds here if it holds on the wire, and not otherwise', () => {
    expect(checkWritten(name, GOOD[name]).ok).toBe(true);
    expect(broken.length).toBeGreaterThan(10);
    for (const { path, why, value } of broken)
      expect(checkWritten(name, value).ok, `${path.join('/')}: ${why}`).toBe(isDocument(name, value));
  });

  test('is never described by a pattern or by the words of its schema', () => {
    for (const { value } of broken) {
      const checked = checkWritten(name, value);
      for (const { message } of checked.ok ? [] : checked.findings)
        expect(message).not.toMatch(
          /pattern|additional propert|allowed values|must NOT|must be (string|integer|boolean)/,
        );
    }
  });
});

const said = (value: Record<string, unknown>, name: WrittenName = 'Plan'): string[] => {
  const checked = checkWritten(name, { ...GOOD[name], ...value });
  return checked.ok
    ? []
    : checked.findings.map(
        ({ pointer, message, hint }) => `${pointer} ${message}${hint === undefined ? '' : ` (${hint})`}`,
      );
};
const task = (members: object) => ({ tasks: { lint: { uses: 'lint@^1', ...members } } });

test.each([
  ['a type', { title: 7 }, ['/title must be text; it is the number 7']],
  ['nothing', { title: null }, ['/title must be text; it is empty']],
  [
    'a word that was a boolean once',
    { gates: { q: { human: { role: 'a', always: 'yes' } } } },
    ['/gates/q/human/always must be true or false; it is the text yes (In YAML 1.2, yes is text: write true.)'],
  ],
  [
    'a number in quotes',
    { loop: { maxIterations: '3' } },
    ['/loop/maxIterations must be a whole number; it is the text 3 (Leave out the quotes: 3.)'],
  ],
  [
    'one where a list is wanted',
    task({ needs: 'test' }),
    ['/tasks/lint/needs must be a list; it is the text test (Write a list: [test].)'],
  ],
  ['an enum', { partialFailure: 'stopp' }, ['/partialFailure must be one of stop, continue; did you mean stop?']],
  [
    'an enum with a wild guess',
    { partialFailure: 'ignore' },
    ['/partialFailure must be one of stop, continue; it is the text ignore'],
  ],
  ['a constant', { apiVersion: 'dome/v2' }, ['/apiVersion must be dome/v1; it is the text dome/v2']],
  ['a limit', { loop: { maxIterations: 21 } }, ['/loop/maxIterations must be at most 20; it is 21']],
  ['emptiness', { tasks: {} }, ['/tasks is empty: it needs at least one member']],
  ['a missing member', { tasks: { lint: {} } }, ['/tasks/lint uses is missing (Add it, such as uses: lint@^1)']],
  [
    'a misspelt member, which is not missing as well',
    { tasks: { lint: { use: 'lint@^1' } } },
    ['/tasks/lint/use is not a field here; did you mean uses?'],
  ],
  [
    'a member of another place',
    task({ image: 'node' }),
    [
      '/tasks/lint/image is not a field here (The fields here are uses, title, pool, needs, input, timeouts, concurrency.)',
    ],
  ],
  [
    'several',
    { version: 1, ...task({ pool: 'GPU', needs: 7 }) },
    [
      '/version must be a version of three numbers, as text, such as 1.2.0; it is the number 1',
      '/tasks/lint/pool must be a name: small letters, digits and hyphens, at most 40 characters, such as unit-test',
      '/tasks/lint/needs must be a list; it is the number 7 (Write a list: [7].)',
    ],
  ],
])('%s is said in a sentence', (what, value, sentences) => {
  expect(said(value, what.includes('boolean') ? 'Policy' : 'Plan')).toEqual(sentences);
});

test('of thousands of faults some are looked at and the rest is counted', () => {
  const tasks = Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`t${n}`, 7]));
  const checked = checkWritten('Plan', { ...GOOD.Plan, tasks });
  expect(checked).toMatchObject({ ok: false, left: expect.any(Number) });
  if (checked.ok) return;
  expect(checked.findings.length + checked.left).toBe(3_001);
  expect(checked.findings.length).toBeLessThan(300);
});
