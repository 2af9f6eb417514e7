// A skill that promotes is tried before anybody is asked: by itself, with a real stack, and with everything that could make
// a promotion of it.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { sha256Digest } from '@dome/contracts';
import { eventually } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import { openCliStage } from './cli-stage.ts';

vi.setConfig({ testTimeout: 120_000 });

const REAL = 'the token of production';
const MANIFEST = `apiVersion: dome/v1
kind: Skill
name: deliver
version: 1.0.0
title: Delivers
description: Puts an artifact into the folder of an environment.
inputSchema:
  type: object
  required: [promotion, directory]
  properties:
    promotion: { type: object, required: [digest, to], properties: { digest: { type: string }, to: { type: string } } }
    directory: { type: string }
  additionalProperties: false
outputSchema: { type: object }
runs: { using: process, command: [bash, ./deliver.sh] }
sideEffects: [promotion]
materials: [{ name: artifact, from: /promotion/digest }]
secrets: [{ name: TOKEN, as: env }]
locks: [{ key: 'environment:\${input.promotion.to}' }, { key: the-only-truck }]
`;
const PROGRAM = `to=$(node -p 'JSON.parse(require("fs").readFileSync(0)).promotion.to')
mkdir -p "$INPUT_DIRECTORY/$to"
cp "$DOME_MATERIALS/artifact" "$INPUT_DIRECTORY/$to/artifact"
echo "to=$to" >>"$DOME_OUTPUT"
echo "token=$(printf %s "$TOKEN" | sha256sum | cut -c1-64)" >>"$DOME_OUTPUT"
`;

test('a skill that promotes is tried in a place that no law can have, and every record says so', async () => {
  const files = {
    'dome/skills/deliver/skill.yaml': MANIFEST,
    'dome/skills/deliver/deliver.sh': PROGRAM,
    'dome/secrets/TOKEN': REAL,
    'package.txt': 'what is to be delivered\n',
  };
  await using stage = await openCliStage({ files, skills: undefined });
  const directory = join(stage.dir, 'places');
  const run = ['skill', 'run', 'deliver', '-i', `directory=${directory}`];
  expect(await stage.dome(...run)).toMatchObject({
    exitCode: 2,
    err: expect.stringMatching(/in the promotion step only[^]*skill run deliver --rehearse/),
  });
  const bare = await stage.dome(...run, '--rehearse', '-o', 'json');
  expect(JSON.parse(bare.out)).toMatchObject({
    result: 'error',
    problem: { code: 'CAPABILITY_MISSING', detail: expect.stringContaining('no secret of a promotion') },
  });

  await mkdir(join(stage.dir, 'dome/secrets/rehearsal'));
  await stage.write('dome/secrets/rehearsal/TOKEN', 'the token of rehearsals');
  const tried = await stage.dome(...run, '--rehearse', '--artifact', 'package.txt', '-o', 'json');
  expect(tried.exitCode).toBe(0);
  const { runId, output } = JSON.parse(tried.out) as { runId: string; output: unknown };
  expect(output).toEqual({ to: 'rehearsal', token: sha256Digest('the token of rehearsals').slice('sha256:'.length) });
  expect(await readFile(join(directory, 'rehearsal', 'artifact'), 'utf8')).toBe('what is to be delivered\n');

  const shown = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await stage.dome(...args, '-o', 'json')).out);
  const rehearsal = { name: 'package.txt', digest: sha256Digest('what is to be delivered\n') };
  expect(await shown('run', 'get', runId)).toMatchObject({ rehearsal });
  expect((await stage.dome('run', 'get', runId)).out).toContain('a rehearsal: nothing is promoted');
  expect((await stage.dome('run', 'list')).out).toContain('deliver@1.0.0 (rehearsal)');
  const events = (await stage.dome('run', 'events', runId, '-o', 'jsonl')).out.trim().split('\n');
  const told = events.map((line) => JSON.parse(line) as { type: string; data: Record<string, unknown> });
  const dataOf = (type: string) => told.find((one) => one.type === `dev.dome.${type}.v1`)?.data;
  expect(dataOf('run.submitted')).toMatchObject({ rehearsal });
  expect(dataOf('job.started')).toMatchObject({ rehearsal: true });
  expect(dataOf('job.succeeded')).toMatchObject({
    provenance: {
      rehearsal: true,
      locks: [{ key: 'rehearsal:environment:rehearsal' }, { key: 'rehearsal:the-only-truck' }],
    },
  });
  expect(dataOf('run.promotion-decided')).toBeUndefined();
  expect((await stage.dome('provenance', 'show', `${runId}/deliver`)).out).toMatch(/rehearsal +nothing was promoted/);

  const again = await shown('run', 'retry', runId);
  const retried = (again as { runId: string }).runId;
  await eventually(async () =>
    expect(await shown('run', 'get', retried)).toMatchObject({ state: 'finished', rehearsal }),
  );
  expect(await stage.dome(...run, '--artifact', 'package.txt')).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('--artifact needs --rehearse'),
  });
});
