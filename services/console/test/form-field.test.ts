import fc from 'fast-check';
import { expect, test } from 'vitest';

import { draftOf, DraftFault, inputField, pointersOf, valueOf } from '../src/look/form-field.ts';
import { schemaTree } from '../src/look/schema-tree.ts';

const SCHEMA = {
  type: 'object',
  required: ['lines', 'level', 'at'],
  properties: {
    lines: { type: 'integer', minimum: 2, description: 'How many.' },
    level: { enum: ['low', 'high', 3] },
    note: { type: ['string', 'null'], maxLength: 20 },
    isDry: { type: 'boolean', default: true },
    files: { type: 'array', items: { type: 'string' } },
    at: { $ref: '#/$defs/place' },
    any: { oneOf: [{ type: 'string' }, { type: 'object' }] },
  },
  additionalProperties: false,
  $defs: {
    place: {
      type: 'object',
      required: ['host'],
      properties: { host: { type: 'string' }, next: { $ref: '#/$defs/place' } },
    },
  },
};

const field = inputField(SCHEMA);

test('each member gets the field that its schema asks for', () => {
  const members = field.kind === 'group' ? field.members : [];
  expect(members.map(({ name, kind, isRequired }) => [name, kind, isRequired])).toEqual([
    ['lines', 'number', true],
    ['level', 'choice', true],
    ['note', 'text', false],
    ['isDry', 'flag', false],
    ['files', 'list', false],
    ['at', 'group', true],
    ['any', 'json', false],
  ]);
  expect(inputField({ type: 'object', additionalProperties: false })).toMatchObject({ kind: 'group', members: [] });
  expect(inputField({ type: 'object' })).toMatchObject({ kind: 'json' });
});

test('what is left empty is left out, defaults are shown, and what is required is there', () => {
  expect(valueOf(field, draftOf(field))).toEqual({ isDry: true, at: {} });
});

test('an input that is shown in the form comes out of it as it went in', () => {
  const text = fc.string({ minLength: 1 });
  const input = fc.record(
    {
      lines: fc.oneof(
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
      ),
      level: fc.constantFrom('low', 'high', 3),
      note: text,
      isDry: fc.boolean(),
      files: fc.array(fc.string(), { minLength: 1 }),
      at: fc.record({ host: text }),
      any: fc.oneof(text, fc.record({ a: fc.integer() })),
    },
    { requiredKeys: ['lines', 'level', 'at', 'isDry'] },
  );
  fc.assert(
    fc.property(input, (value) => {
      expect(valueOf(field, draftOf(field, value))).toEqual(value);
    }),
  );
});

test('what is no number goes to the plane as it was typed, and what is no JSON does not leave the page', () => {
  const draft = { ...Object(draftOf(field, {})), lines: 'many', any: '{' };
  expect(valueOf(field, { ...draft, any: '' })).toMatchObject({ lines: 'many' });
  expect(() => valueOf(field, draft)).toThrow(DraftFault);
  expect(pointersOf(field, draftOf(field, { files: ['a', 'b'] }))).toEqual(
    expect.arrayContaining(['', '/lines', '/files/1', '/at/host']),
  );
});

test('a schema is a tree of lines, and what refers to itself is opened once', () => {
  const { members } = schemaTree(SCHEMA);
  expect(members[0]).toEqual({
    name: 'lines',
    type: 'integer',
    isRequired: true,
    choices: [],
    limits: ['at least 2'],
    description: 'How many.',
    members: [],
  });
  expect(members.map(({ type }) => type)).toEqual([
    'integer',
    'string | number',
    'string | null',
    'boolean',
    'string[]',
    'object',
    'any',
  ]);
  const [host, next] = members[5]?.members ?? [];
  expect([host?.name, next?.members, next?.limits]).toEqual(['host', [], ['as above']]);
  expect(members[6]?.members.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'one of 1 string',
    'one of 2 object',
  ]);
});
