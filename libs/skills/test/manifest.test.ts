import { expect, test } from 'vitest';

import { readSkillManifest } from '../src/manifest.ts';
import { skillRefused } from '../src/skill-fault.ts';

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

function parsed(text: string): string {
  const read = readSkillManifest(new TextEncoder().encode(text));
  if (read.ok && read.faults.length === 0) return read.manifest.name;
  throw skillRefused({ file: 'skill.yaml', faults: read.faults });
}

test('a misspelt member is reported at its place, with the name that was meant', () => {
  expect(parsed(MANIFEST)).toBe('hello');
  for (const [text, message] of [
    [`${MANIFEST}example: []\n`, 'skill.yaml:12:1: /example is not a field here; did you mean examples?'],
    [
      MANIFEST.replace('description:', 'descripton:'),
      'skill.yaml:6:1: /descripton is not a field here; did you mean description?',
    ],
    [
      MANIFEST.replace('  command:', '  comand:'),
      'skill.yaml:11:3: /runs/comand is not a field here; did you mean command?',
    ],
    [MANIFEST.replace('title: Hello\n', ''), 'skill.yaml:1:1: title is missing'],
  ] as const) {
    expect(() => parsed(text)).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID', message }));
  }
});

const withSecrets = (secrets: string, text = MANIFEST): string => `${text}secrets: ${secrets}\n`;

test('a secret is named once, by a name that no variable of the protocol has', () => {
  expect(parsed(withSecrets('[{ name: TOKEN, as: env }, { name: KEY, as: file }]'))).toBe('hello');
  const inside = MANIFEST.replace(
    '  using: process\n  command: [bash, ./hello.sh]',
    '  using: node\n  main: main.mjs\n  isolation: none',
  );
  for (const [text, message] of [
    [withSecrets('[{ name: TOKEN, as: env }, { name: TOKEN, as: file }]'), 'the secret TOKEN is named twice'],
    [withSecrets('[{ name: LD_PRELOAD, as: env }]'), 'LD_PRELOAD cannot be the name of a secret'],
    [withSecrets('[{ name: DOME_OUTPUT, as: env }]'), 'DOME_OUTPUT cannot be the name of a secret'],
    [withSecrets('[{ name: a-b, as: env }]'), '/secrets/0/name'],
    [withSecrets('[{ name: TOKEN, as: argument }]'), '/secrets/0/as'],
    [withSecrets('[{ name: TOKEN }]'), '/secrets/0'],
    [
      withSecrets('[{ name: TOKEN, as: env }]', inside),
      'a skill inside the daemon gets no secrets: use isolation: runner',
    ],
  ] as const)
    expect(() => parsed(text)).toThrow(
      expect.objectContaining({ code: 'MANIFEST_INVALID', message: expect.stringContaining(message) as unknown }),
    );
});
