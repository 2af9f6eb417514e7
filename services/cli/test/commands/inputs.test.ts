import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readInputs, readLabels } from '../../src/commands/inputs.ts';
import { readPlanFiles } from '../../src/commands/plan-files.ts';
import { planOfOne } from '@dome/client';
import { memoryIo } from '../memory-io.ts';

async function folder(files: Record<string, string | Uint8Array>) {
  const dir = await mkdtemp(join(tmpdir(), 'dome-cli-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(dir, name), content);
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

const values = async (given: readonly string[], dir = '/', schema?: Record<string, unknown>) =>
  (await readInputs(given, dir)).valuesBy(schema);

test('a value that parses as JSON is JSON, anything else is text', async () => {
  const given = ['count=3', 'deep={"a":[1]}', 'on=true', 'name=checkout', 'quoted="3"', 'empty=', 'eq=a=b'];
  expect(await values(given)).toEqual({
    count: 3,
    deep: { a: [1] },
    on: true,
    name: 'checkout',
    quoted: '3',
    empty: '',
    eq: 'a=b',
  });
  expect(readLabels(['team=a', 'why=1'])).toEqual({ team: 'a', why: '1' });
  await expect(values(['count'])).rejects.toThrow('-i takes key=value');
});

test('a number whose spelling says more than its value stays text', async () => {
  const given = ['sha=12e4567', 'version=1.10', 'id=12345678901234567890', 'zero=-0', 'one=1.0', 'plain=1.5'];
  expect(await values(given)).toEqual({
    sha: '12e4567',
    version: '1.10',
    id: '12345678901234567890',
    zero: '-0',
    one: '1.0',
    plain: 1.5,
  });
});

test('the schema decides whether a value is text or a number', async () => {
  const properties = {
    version: { type: 'string' },
    nick: { $ref: '#/$defs/word' },
    count: { type: ['integer', 'null'] },
    ratio: { type: 'number' },
    level: { enum: [1, 2] },
    either: { type: ['string', 'integer'] },
  };
  const schema = { type: 'object', properties, required: ['other'], $defs: { word: { type: 'string' } } };
  const given = ['version=1.10', 'nick="x"', 'count=3', 'ratio=1.10', 'level=2', 'either=7', 'on=true'];
  expect(await values(given, '/', schema)).toEqual({
    version: '1.10',
    nick: '"x"',
    count: 3,
    ratio: 1.1,
    level: 2,
    either: 7,
    on: true,
  });
  expect(await values(['version=true', 'count=null', 'either=1.0'], '/', schema)).toEqual({
    version: 'true',
    count: null,
    either: '1.0',
  });
  await expect(values(['ratio=12e4567'], '/', schema)).rejects.toThrow(
    '-i ratio: 12e4567 is not a number that JSON can represent',
  );
  await expect(values(['count=12345678901234567890'], '/', schema)).rejects.toThrow('would be rounded');
});

test('a name may be given once, and a structure may hold each name once', async () => {
  await using files = await folder({ 'a.yaml': 'x: 1\n', 'b.json': '{"x": 2}' });
  const usage = { code: 'INVALID_REQUEST' };
  await expect(values(['v=a', 'v=b'])).rejects.toMatchObject({ ...usage, message: '-i v: it is given twice' });
  await expect(values(['@a.yaml', '@b.json'], files.dir)).rejects.toThrow('-i x: a.yaml and b.json both have it');
  await expect(values(['v={"a":1,"a":2}'])).rejects.toThrow('-i v: the key a stands here twice');
  expect(() => readLabels(['a=1', 'a=2'])).toThrow('--label a: it is given twice');
  expect(Object.keys(await values(['__proto__=1']))).toEqual(['__proto__']);
});

test('a file is parsed as its name says, and is an object of inputs when no key is given', async () => {
  await using files = await folder({ 'a.yaml': 'x: 1\ny: [2]\n', 'fix.patch': '--- a\n+++ b\n', 'list.json': '[1]' });
  const given = ['@a.yaml', 'patch=@fix.patch', 'z=@list.json', 'x=9'];
  expect(await values(given, files.dir)).toEqual({ x: 9, y: [2], patch: '--- a\n+++ b\n', z: [1] });
  await expect(values(['@list.json'], files.dir)).rejects.toThrow('does not contain an object');
  await expect(values(['@none.json'], files.dir)).rejects.toThrow('none.json cannot be read (ENOENT)');
});

test('an error names the place in a file of inputs that would be read as something else', async () => {
  const wide = Buffer.from('\uFEFFx: 1\n', 'utf16le');
  await using files = await folder({
    'tag.yaml': 'a: 1\njson: !secret DB_PASS\n',
    'merge.yaml': 'a: &a { b: 1 }\nc: { <<: *a }\n',
    'wide.yaml': wide,
    'note.txt': Buffer.from('caf\u00e9', 'latin1'),
    'number.json': '{"sha": 12e4567}',
  });
  await expect(values(['@tag.yaml'], files.dir)).rejects.toThrow('tag.yaml:2:7  the tag !secret has no meaning here');
  await expect(values(['x=@merge.yaml'], files.dir)).rejects.toThrow('merge.yaml:2:6  the merge key <<');
  await expect(values(['@wide.yaml'], files.dir)).rejects.toThrow(
    'wide.yaml:1:1: is UTF-16 (little endian), not UTF-8',
  );
  await expect(values(['x=@note.txt'], files.dir)).rejects.toThrow('note.txt:1:4: is not UTF-8: the byte 0xE9');
  await expect(values(['@number.json'], files.dir)).rejects.toThrow('number.json:1:9  12e4567 is not a number');
  const io = memoryIo({ cwd: files.dir });
  await expect(readPlanFiles(io, { file: 'wide.yaml' })).rejects.toThrow('wide.yaml:1:1: is UTF-16');
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

test('a skill alone is a plan of one task, and its input is never evaluated as an expression', () => {
  const plain = planOfOne({ name: 'lint', range: '^1', input: { dir: '.' } });
  expect(plain).toMatchObject({ plan: { tasks: { lint: { uses: 'lint@^1', input: { dir: '.' } } } }, planInputs: {} });
  const tricky = planOfOne({ name: 'lint', range: '*', input: { text: '${{ inputs.x }}', n: 1 } });
  expect(tricky.planInputs).toEqual({ text: '${{ inputs.x }}', n: 1 });
  expect(tricky.plan.tasks['lint']).toMatchObject({
    uses: 'lint@*',
    input: { text: '${{ inputs["text"] }}', n: '${{ inputs["n"] }}' },
  });
  const named = planOfOne({ name: 'lint', range: '*', input: { '${{ x }}': 1 } });
  expect(named.plan.tasks['lint']?.input).toEqual({ '${{ x }}': 1 });
});
