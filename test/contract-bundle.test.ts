// asyncapi.bundle.json is the contract in one file: a tool needs no other file and no network to read it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Parser } from '@asyncapi/parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';

import { HOME } from './contract-copy.ts';

const TEXT = readFileSync(join(HOME, 'asyncapi.bundle.json'), 'utf8');

interface Bundle {
  readonly components: {
    readonly messages: Readonly<
      Record<string, { readonly name: string; readonly payload?: object; readonly examples: unknown }>
    >;
  };
}

const BUNDLE = JSON.parse(TEXT) as Bundle;

function* refsIn(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === '$ref' && typeof value === 'string') yield value;
    else yield* refsIn(value);
  }
}

const at = (pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], BUNDLE);

test('every reference leads somewhere inside the file', () => {
  const refs = [...new Set(refsIn(BUNDLE))];
  expect(refs.length).toBeGreaterThan(100);
  expect(refs.filter((ref) => !ref.startsWith('#/') || at(ref) === undefined)).toEqual([]);
});

test('no id is left that a tool might fetch', () => {
  expect(TEXT).not.toMatch(/"\$id": "https:/);
});

test('the parser of AsyncAPI has no error to report', async () => {
  const { diagnostics } = await new Parser().parse(TEXT);
  // Severity 0 is an error, the others are advice.
  expect(diagnostics.filter(({ severity }) => !severity)).toEqual([]);
});

test('every message shows its example, which is valid under its payload in the bundle', () => {
  const ajv = new Ajv2020({ strict: false, validateSchema: false });
  // The plug-in is CommonJS, and its callable export differs from its types.
  (formats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema({ ...BUNDLE, $id: 'bundle' });
  for (const [key, { name, payload, examples }] of Object.entries(BUNDLE.components.messages)) {
    if (payload === undefined) continue;
    const validate = ajv.compile({ $ref: `bundle#/components/messages/${key}/payload` });
    const example: unknown = JSON.parse(readFileSync(join(HOME, 'schemas/examples', `${name}.json`), 'utf8'));
    expect(validate(example), `${name}: ${ajv.errorsText(validate.errors)}`).toBe(true);
    expect(examples, name).toEqual([{ payload: example }]);
  }
});
