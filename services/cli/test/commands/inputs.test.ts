import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readInputs, readLabels } from '../../src/commands/inputs.ts';
import { readPlanFiles, withExcerpt } from '../../src/commands/plan-files.ts';
import { planOfOne } from '../../src/commands/skill.ts';
import { DomeError } from '@dome/contracts';
import { memoryIo } from '../memory-io.ts';

async function folder(files: Record<string, string>) {
  const dir = await mkdtemp(join(tmpdir(), 'dome-cli-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(dir, name), content);
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

test('a value that reads as JSON is JSON, anything else is text', async () => {
  const given = ['count=3', 'deep={"a":[1]}', 'on=true', 'name=checkout', 'quoted="3"', 'empty=', 'eq=a=b'];
  expect(await readInputs(given, '/')).toEqual({
    ...{ count: 3, deep: { a: [1] }, on: true, name: 'checkout', quoted: '3', empty: '', eq: 'a=b' },
  });
  expect(readLabels(['team=a', 'why=1'])).toEqual({ team: 'a', why: '1' });
  await expect(readInputs(['count'], '/')).rejects.toThrow('-i takes key=value');
});

test('files are read as what their name says, a whole object where no key is given', async () => {
  await using files = await folder({ 'a.yaml': 'x: 1\ny: [2]\n', 'fix.patch': '--- a\n+++ b\n', 'list.json': '[1]' });
  const given = ['@a.yaml', 'patch=@fix.patch', 'z=@list.json', 'x=9'];
  expect(await readInputs(given, files.dir)).toEqual({ x: 9, y: [2], patch: '--- a\n+++ b\n', z: [1] });
  await expect(readInputs(['@list.json'], files.dir)).rejects.toThrow('does not hold an object');
  await expect(readInputs(['@none.json'], files.dir)).rejects.toThrow('none.json cannot be read (ENOENT)');
});

test('the policy is the one beside the plan, unless another is named', async () => {
  await using files = await folder({
    'a.plan.yaml': 'plan',
    'a.policy.yaml': 'policy',
    'other.yaml': 'other',
    'b.yaml': 'b',
  });
  const io = memoryIo({ cwd: files.dir, input: 'typed' });
  expect(await readPlanFiles(io, { file: 'a.plan.yaml' })).toMatchObject({ policy: { text: 'policy' } });
  expect(await readPlanFiles(io, { file: 'a.plan.yaml', policy: 'other.yaml' })).toMatchObject({
    policy: { text: 'other' },
  });
  expect(await readPlanFiles(io, { file: 'b.yaml' })).toEqual({ plan: { path: 'b.yaml', text: 'b' } });
  expect(await readPlanFiles(io, { file: '-' })).toEqual({ plan: { path: '-', text: 'typed' } });
});

test('an error about a line of the plan shows the line', () => {
  const text = 'tasks:\n  a:\n    uses: lint@^1\n    needs: [b]\n';
  const error = new DomeError('PLAN_INVALID', { detail: 'plan 4:13: /tasks/a/needs/0 is no task' });
  const shown = withExcerpt(error, { plan: { path: 'p.yaml', text } });
  expect(shown).toMatchObject({ message: 'p.yaml:4:13  /tasks/a/needs/0 is no task' });
  expect(shown instanceof DomeError && shown.fields['excerpt']).toEqual(
    expect.arrayContaining([' →    4 │     needs: [b]', '      3 │     uses: lint@^1']),
  );
});

test('a skill alone is a plan of one task, and its input is never taken for an expression', () => {
  const plain = planOfOne({ name: 'lint', range: '^1', input: { dir: '.' } });
  expect(plain).toMatchObject({ plan: { tasks: { lint: { uses: 'lint@^1', input: { dir: '.' } } } }, planInputs: {} });
  const tricky = planOfOne({ name: 'lint', range: '*', input: { text: '${{ inputs.x }}', n: 1 } });
  expect(tricky.planInputs).toEqual({ text: '${{ inputs.x }}', n: 1 });
  expect(tricky.plan.tasks['lint']).toMatchObject({
    uses: 'lint@*',
    input: { text: '${{ inputs["text"] }}', n: '${{ inputs["n"] }}' },
  });
});
