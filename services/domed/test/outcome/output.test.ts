import { afterAll, beforeAll, expect, test } from 'vitest';

import { fixtureSkills, openHarness } from '../support/harness.ts';
import type { Harness } from '../support/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness(fixtureSkills, { spareRunners: 0 });
});
afterAll(() => harness[Symbol.asyncDispose]());

const shell = (script: string) => harness.run('shell', { script });

test('a success that repeats a member is none, so that no gate rests on the last copy', async () => {
  await using twice = await shell('echo \'{"failed":3,"failed":0}\' >"$DOME_OUTPUT"');
  expect(twice.outcome).toMatchObject({ result: 'error', problem: { code: 'OUTPUT_INVALID', pointer: '/failed' } });
  expect(twice.outcome.output).toBeUndefined();
  await using lines = await shell('echo failed=3 >"$DOME_OUTPUT"; echo failed=0 >>"$DOME_OUTPUT"');
  expect(lines.outcome.problem).toMatchObject({ code: 'OUTPUT_INVALID', pointer: '/failed' });
});

test('an output is UTF-8, with or without a byte order mark; another encoding is named', async () => {
  await using marked = await shell('printf "\\357\\273\\277text<<EOF\\none\\nEOF\\n" >"$DOME_OUTPUT"');
  expect(marked.outcome).toMatchObject({ result: 'success', output: { text: 'one' } });
  await using wide = await shell('printf "\\377\\376n\\0=\\0001\\0" >"$DOME_OUTPUT"');
  expect(wide.outcome.problem).toMatchObject({
    code: 'OUTPUT_INVALID',
    detail: 'the output file is UTF-16 (little endian), not UTF-8',
    hint: 'Save the file as UTF-8.',
  });
  await using latin = await shell('printf "name=caf\\351\\n" >"$DOME_OUTPUT"');
  expect(latin.outcome.problem?.detail).toContain('the byte 0xE9 would be "é" in Latin-1');
});

test('a summary in another encoding is left out, because no mask would find its value there', async () => {
  await using wide = await shell(
    'echo "::add-mask::hunter2"; printf "\\377\\376h\\0u\\0n\\0t\\0e\\0r\\0002\\0" >"$DOME_SUMMARY"',
  );
  expect(wide.outcome).toMatchObject({ result: 'success' });
  expect(wide.outcome.summary).toBeUndefined();
  expect(wide.log).toContain('system: left out: the summary is UTF-16 (little endian), not UTF-8');
  await using marked = await shell('printf "\\357\\273\\277# Done" >"$DOME_SUMMARY"');
  expect(marked.outcome.summary).toBe('# Done');
  await using long = await shell(
    'head -c 65534 /dev/zero | tr "\\0" x >"$DOME_SUMMARY"; printf "☃☃" >>"$DOME_SUMMARY"',
  );
  expect(long.outcome.summary).toHaveLength(65_534);
});
