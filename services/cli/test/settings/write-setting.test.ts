// What was set is what is read, whatever the names and the texts are, and nothing else changes.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { settingsIn } from '../../src/settings/settings-file.ts';
import { writeSetting } from '../../src/settings/write-setting.ts';

/** Words that YAML might take for something else. */
const text = fc.oneof(
  fc.constantFrom('true', 'null', '1.10', '~', '- a', 'a: b', '# no comment', '{}', "'", '0x1F', '2026-01-01'),
  fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
);
const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/);

const change = fc.oneof(
  fc.record({
    keys: fc.tuple(fc.constant('run'), fc.constant('labels'), text),
    value: fc.option(text, { nil: undefined }),
  }),
  fc.record({
    keys: fc.tuple(fc.constant('contexts'), name, fc.constant('stack')),
    value: fc.option(text, { nil: undefined }),
  }),
  fc.record({ keys: fc.constant(['context']), value: fc.option(text, { nil: undefined }) }),
  fc.record({ keys: fc.constant(['quiet']), value: fc.option(fc.boolean(), { nil: undefined }) }),
);

test('what was set last is what is read, for every setting', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dome-set-'));
  let files = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), async (changes) => {
        const path = join(dir, `${(files += 1)}.yaml`);
        const model = new Map<string, unknown>();
        for (const { keys, value } of changes) {
          await writeSetting({ path, scope: 'person', keys, value });
          if (value === undefined) model.delete(JSON.stringify(keys));
          else model.set(JSON.stringify(keys), value);
        }
        const { settings } = settingsIn(changes.length === 0 ? '' : await readFile(path), { path, scope: 'person' });
        expect(new Map(leaves(settings, []))).toEqual(model);
      }),
      { numRuns: 60 },
    );
  } finally {
    await rm(dir, { recursive: true });
  }
});

function leaves(value: unknown, keys: readonly string[]): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[JSON.stringify(keys), value]];
  return Object.entries(value).flatMap(([key, member]) => leaves(member, [...keys, key]));
}
