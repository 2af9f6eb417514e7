// The first files of a skill of one's own: a check that works, and shows how a program of each language speaks with Dome.
// All do the same, so that one who knows two languages can compare them.
import type { Project } from './project.ts';
import type { ProjectFile } from './skill-files.ts';
import { BASH_PROGRAM } from './bash-template.ts';
import { GO_PROGRAM } from './go-template.ts';
import { NODE_PROGRAM } from './node-template.ts';
import { PYTHON_PROGRAM } from './python-template.ts';
import type { TemplateProgram } from './template-program.ts';

export const TEMPLATES = ['bash', 'python', 'node', 'go'] as const;
export type SkillTemplate = (typeof TEMPLATES)[number];

const PROGRAMS: Readonly<Record<SkillTemplate, TemplateProgram>> = {
  bash: BASH_PROGRAM,
  python: PYTHON_PROGRAM,
  node: NODE_PROGRAM,
  go: GO_PROGRAM,
};

/** The language that the project is written in, as far as its files tell. */
export function templateOfProject({ entries }: Project): SkillTemplate {
  const found = MARKS.find(([names]) => names.some((name) => entries.has(name)));
  return found?.[1] ?? 'bash';
}

const MARKS: readonly (readonly [readonly string[], SkillTemplate])[] = [
  [['go.mod'], 'go'],
  [['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.txt'], 'python'],
  [['package.json'], 'node'],
];

/** Paths below the folder of the skill. */
export function skillTemplateFiles(name: string, template: SkillTemplate): readonly ProjectFile[] {
  const { runs, files } = PROGRAMS[template];
  const manifest = manifestOf(name, runs);
  return [
    { path: 'skill.yaml', text: manifest, says: 'what the skill takes, gives and needs, with examples' },
    ...files,
    { path: 'examples/done/notes.txt', text: 'Everything is done.\n', says: 'the workspace of the first example' },
    {
      path: 'examples/open/notes.txt',
      text: 'Much is done.\nTODO: write the rest\n',
      says: 'the workspace of the others, in which something is open',
    },
  ];
}

export function templateNeeds(template: SkillTemplate): string {
  return PROGRAMS[template].needs;
}

const manifestOf = (name: string, runs: string): string => `apiVersion: dome/v1
kind: Skill
name: ${name}
version: 1.0.0
title: Finds what is left to do
description: >-
  Finds the lines of the workspace that hold a word such as TODO. Use it to keep unfinished work out of a release.
annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false }

inputSchema:
  type: object
  properties:
    word: { type: string, minLength: 1, maxLength: 100, default: TODO, description: What is looked for. }
    most: { type: integer, minimum: 0, default: 0, description: How many such lines are allowed. }
  additionalProperties: false

# Rules of gates read these, as in tasks.NAME.output.marks == 0.
outputSchema:
  type: object
  required: [files, marks]
  properties:
    files: { type: integer, description: Files that were read. }
    marks: { type: integer, description: Lines that hold the word. }
  additionalProperties: false

runs: ${runs}
needs: { workspace: ro }
artifacts:
  - { name: marks, path: marks.txt, mediaType: text/plain }
timeouts: { execution: 5m }

# \`dome skill test ${name}\` tries these on this machine.
examples:
  - { name: nothing is left, input: {}, workspace: examples/done, output: { files: 1, marks: 0 } }
  - { name: too much is left, input: {}, workspace: examples/open, result: failure, output: { files: 1, marks: 1 } }
  - { name: as much as is allowed, input: { most: 1 }, workspace: examples/open, output: { files: 1, marks: 1 } }
`;
