import { expect, test } from 'vitest';

import { parseManifest } from '../../src/catalogue/manifest.ts';

const MANIFEST = `apiVersion: dome/v1
kind: Skill
name: hello
version: 1.2.3
title: Hello
description: Says hello.
inputSchema: { type: object }
outputSchema: { type: object }
runs:
  using: process
  command: [bash, ./hello.sh]
`;

const parsed = (text: string) => parseManifest(new TextEncoder().encode(text), 'skill.yaml').manifest.name;

test('a misspelt member is reported at its place, with the name that was meant', () => {
  expect(parsed(MANIFEST)).toBe('hello');
  for (const [text, message] of [
    [`${MANIFEST}example: []\n`, 'skill.yaml:12:1: SkillManifest /example is not a field here; did you mean examples?'],
    [
      MANIFEST.replace('description:', 'descripton:'),
      'skill.yaml:6:1: SkillManifest /descripton is not a field here; did you mean description?',
    ],
    [
      MANIFEST.replace('  command:', '  comand:'),
      'skill.yaml:11:3: SkillManifest /runs/comand is not a field here; did you mean command?',
    ],
    [MANIFEST.replace('title: Hello\n', ''), 'skill.yaml:1:1: SkillManifest title is missing'],
  ] as const) {
    expect(() => parsed(text)).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID', message }));
  }
});
