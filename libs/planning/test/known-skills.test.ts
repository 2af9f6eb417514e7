// What the descriptors of skills tell before a run.
import type { Plan } from '@dome/contracts';
import { describe, expect, test } from 'vitest';

import { planFaults } from '../src/check-plan.ts';
import { policyFaults } from '../src/check-policy.ts';
import { skillFaults } from '../src/check-skills.ts';
import type { KnownSkill, SkillOf } from '../src/typing/scope-types.ts';
import { plan, policy, told } from './known-documents.ts';

const SKILLS: Readonly<Record<string, KnownSkill>> = {
  build: {
    name: 'build',
    version: '1.2.0',
    inputSchema: { type: 'object', additionalProperties: false },
    outputSchema: {
      type: 'object',
      additionalProperties: false,
      properties: {
        lines: { type: 'integer' },
        file: { type: 'string' },
        warnings: { type: 'array', items: { $ref: '#/$defs/warning' } },
      },
      $defs: { warning: { type: 'object', additionalProperties: false, properties: { text: { type: 'string' } } } },
    },
    artifacts: [{ name: 'package', path: 'app.tgz', mediaType: 'application/gzip' }],
  },
  tally: {
    name: 'tally',
    version: '2.0.0',
    inputSchema: {
      type: 'object',
      additionalProperties: false,
      required: ['dir', 'level'],
      properties: {
        dir: { type: 'string' },
        count: { type: 'integer', minimum: 1 },
        level: { enum: ['low', 'high'], default: 'low' },
        files: {
          type: 'array',
          items: { type: 'object', additionalProperties: false, properties: { path: { type: 'string' } } },
        },
      },
    },
    outputSchema: { type: 'object' },
    locks: [{ key: 'tally:${input.dir}', mode: 'exclusive' }],
  },
  promote: {
    name: 'promote',
    version: '1.0.0',
    inputSchema: {
      type: 'object',
      additionalProperties: false,
      required: ['promotion', 'dir'],
      properties: { promotion: { type: 'object' }, dir: { type: 'string' } },
    },
    outputSchema: {},
    locks: [{ key: 'into:${input.promotion.to}', mode: 'exclusive' }],
  },
};
const AT: Readonly<Record<string, string>> = { build: 'build', test: 'tally', promote: 'promote' };
const skillOf: SkillOf = (taskId) => SKILLS[AT[taskId] ?? ''];

/** The task `test` uses tally, and needs `build`. */
const tallying = (input: Record<string, unknown>, more: object = {}): Plan =>
  plan({ tasks: { build: { uses: 'build@^1' }, test: { uses: 'tally@^2', needs: ['build'], input, ...more } } });
/** Promotes an artifact of the task `build`. */
const promoting = (artifact: string): Plan => {
  const task = { id: 'promote', uses: 'promote@^1', input: { dir: '${{ inputs.dir }}' } };
  return plan({
    tasks: { build: { uses: 'build@^1' } },
    promotion: { task, subject: { task: 'build', artifact }, from: 'build', to: 'staging' },
  });
};
const toldOfSkills = (of: Plan): string[] =>
  [...skillFaults(of, skillOf)].map(({ code, fault }) => `${code} ${fault.pointer} ${fault.message}`);

describe('with the descriptors of its skills, a plan with', () => {
  const at = '/tasks/test/input';
  test.each<[string, Plan, string]>([
    [
      'a member of an output that its schema excludes',
      tallying({ dir: '${{ tasks.build.output.fiel }}' }),
      `PLAN_INVALID ${at}/dir tasks.build.output has no member fiel; did you mean file?`,
    ],
    [
      'a member of an element of an output',
      tallying({ dir: '${{ tasks.build.output.warnings[0].txt }}' }),
      `PLAN_INVALID ${at}/dir tasks.build.output.warnings[0] has no member txt; did you mean text?`,
    ],
    [
      'an artifact that its skill does not declare',
      tallying({ dir: '${{ tasks.build.artifacts["app.tgz"].digest }}' }),
      `PLAN_INVALID ${at}/dir tasks.build.artifacts has no member app.tgz`,
    ],
    [
      'a subject of its promotion that is no artifact',
      promoting('pakage'),
      'PLAN_INVALID /promotion/subject/artifact build@1.2.0 has no artifact pakage; did you mean package?',
    ],
    [
      'an input of the wrong kind, by an expression',
      tallying({ dir: '${{ tasks.build.output.lines }}' }),
      `INPUT_INVALID ${at}/dir the input dir of tally@2.0.0 takes text, and tasks.build.output.lines is a number`,
    ],
    [
      'an input of the wrong kind, by a constant',
      tallying({ dir: 'x', count: '${{ "x" }}' }),
      `INPUT_INVALID ${at}/count the input count of tally@2.0.0 must be integer`,
    ],
    [
      'a constant below the minimum',
      tallying({ dir: 'x', count: '${{ 0 }}' }),
      `INPUT_INVALID ${at}/count the input count of tally@2.0.0 must be >= 1`,
    ],
    [
      'an input that the skill does not take, beside an expression',
      tallying({ dir: '${{ inputs.dir }}', cuont: 3 }),
      `INPUT_INVALID ${at}/cuont tally@2.0.0 takes no input cuont; did you mean count?`,
    ],
    [
      'an expression for an input that the skill does not take',
      tallying({ dir: 'x', dirr: '${{ inputs.dir }}' }),
      `INPUT_INVALID ${at}/dirr tally@2.0.0 takes no input dirr; did you mean dir?`,
    ],
    [
      'a literal that the schema refuses, beside an expression',
      tallying({ dir: '${{ inputs.dir }}', level: 'medium' }),
      `INPUT_INVALID ${at}/level the input level of tally@2.0.0 must be one of "low", "high"`,
    ],
    [
      'a required input missing, beside an expression',
      tallying({ count: '${{ inputs.minimum }}', dir: undefined }),
      `INPUT_INVALID ${at}/dir tally@2.0.0 needs the input dir`,
    ],
    [
      'a member missing deep in an input',
      tallying({ dir: 'x', files: [{ pth: '${{ inputs.dir }}' }] }),
      `INPUT_INVALID ${at}/files/0/pth the input files.0 of tally@2.0.0 has no member pth; did you mean path?`,
    ],
    [
      'a kind that is wrong deep in an input',
      tallying({ dir: 'x', files: [{ path: '${{ inputs.minimum }}' }] }),
      `INPUT_INVALID ${at}/files/0/path the input files.0.path of tally@2.0.0 takes text, and inputs.minimum is a number`,
    ],
    [
      'a literal input that the schema refuses',
      tallying({ dir: 3 }),
      `INPUT_INVALID ${at}/dir the input dir of tally@2.0.0 must be string`,
    ],
    [
      'a key of a lock without its input',
      tallying({ dir: 'x' }, { concurrency: { key: 'host:${input.host}', max: 2 } }),
      'PLAN_INVALID /tasks/test/concurrency/key host:${input.host} needs the input host, which the plan does not give',
    ],
    [
      'a key of a lock made of a list',
      tallying({ dir: 'x', files: '${{ [{"path": "a"}] }}' }, { concurrency: { key: '${input.files}', max: 2 } }),
      'PLAN_INVALID /tasks/test/concurrency/key ${input.files} takes text, a number, true or false, and the input files is a list',
    ],
  ])('%s', (_, wrong, fault) => {
    expect(toldOfSkills(JSON.parse(JSON.stringify(wrong)))).toEqual([fault]);
    expect(told(planFaults(wrong))).toEqual([]);
  });

  test('every fault of a literal input is told', () => {
    expect(toldOfSkills(tallying({ dirr: 'x', level: 'medium', files: [{ path: 3 }] }))).toEqual([
      'INPUT_INVALID /tasks/test/input/dir tally@2.0.0 needs the input dir',
      'INPUT_INVALID /tasks/test/input/dirr tally@2.0.0 takes no input dirr; did you mean dir?',
      'INPUT_INVALID /tasks/test/input/level the input level of tally@2.0.0 must be one of "low", "high"',
      'INPUT_INVALID /tasks/test/input/files/0/path the input files.0.path of tally@2.0.0 must be string',
    ]);
  });

  test('nothing to find has no fault, and neither has one whose descriptors are not at hand', () => {
    const fine = tallying({ dir: '${{ tasks.build.output.file }}', count: '${{ tasks.build.output.lines + 1 }}' });
    expect(toldOfSkills(fine)).toEqual([]);
    const unknown = tallying({ nosuch: '${{ tasks.build.output.nosuch }}' });
    expect([...skillFaults(unknown, () => undefined)]).toEqual([]);
  });
});

describe('with the descriptors of the skills, a policy with', () => {
  test.each([
    [
      'a member of an output that its schema excludes',
      'tasks.build.output.line > 3',
      'tasks.build.output has no member line; did you mean lines?',
    ],
    [
      'text compared with a number',
      'tasks.build.output.lines > "3"',
      'tasks.build.output.lines > "3" compares a number with text',
    ],
    ['a rule that is a number', 'tasks.build.output.lines', 'is a number, and a rule is true or false'],
    [
      'an artifact that no skill declares',
      'tasks.build.artifacts["app"].size > 0',
      'tasks.build.artifacts has no member app',
    ],
  ])('%s', (_, expression, fault) => {
    expect(told(policyFaults(policy(expression), plan(), { skillOf }))).toEqual([
      `/gates/quality/rules/0/expression ${fault}`,
    ]);
    expect(told(policyFaults(policy(expression), plan()))).toEqual([]);
  });

  test('a question before what this version does not give is no fault', () => {
    const careful = 'has(tasks.build.output.coverage) && tasks.build.output.coverage > 0.5';
    expect(told(policyFaults(policy(careful), plan(), { skillOf }))).toEqual([]);
  });
});
