import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { runCli } from '../../src/cli.ts';
import { memoryIo } from '../memory-io.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'dome-validate-'));
  execFileSync('git', ['-C', home, 'init', '-q']);
});
afterEach(() => rm(home, { recursive: true, force: true }));

const MANIFEST = `apiVersion: dome/v1
kind: Skill
name: hello
version: 1.2.3
title: Hello
description: Says hello.
inputSchema: { type: object }
outputSchema: { type: object }
runs: { using: process, command: [bash, ./hello.sh] }
`;

async function plant(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text);
  }
  execFileSync('git', ['-C', home, 'add', '-A']);
}

async function dome(args: string, cwd = home): Promise<{ exitCode: number; out: string; err: string }> {
  const io = memoryIo({ cwd, env: { PATH: process.env['PATH'] ?? '' } });
  const exitCode = await runCli(args.split(' '), { version: '0', ioFor: () => io });
  return { exitCode, ...io.written };
}

test('skills that a daemon would load are valid, from wherever in the project they are asked for', async () => {
  await plant({ 'dome/skills/hello/skill.yaml': MANIFEST, 'dome/skills/hello/hello.sh': '' });
  await writeFile(join(home, 'dome/skills/hello/notes.txt'), '');
  const skills = [{ name: 'hello', isValid: true, version: '1.2.3', dir: 'dome/skills/hello', leftOut: ['notes.txt'] }];
  for (const args of [
    'skill validate',
    'skill validate hello',
    'skill validate dome/skills',
    'skill validate ./dome/skills/hello',
  ]) {
    const { exitCode, out } = await dome(`${args} -o json`);
    expect({ args, exitCode, told: JSON.parse(out) as unknown }).toEqual({ args, exitCode: 0, told: { skills } });
  }
  const { exitCode, out } = await dome('skill validate', join(home, 'dome/skills/hello'));
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^✔ {2}hello {2}1\.2\.3 {2}\. {2}without notes\.txt, which git does not track\n$/);
});

test('each fault of each skill is shown with its line, and the command fails', async () => {
  await plant({
    'dome/skills/hello/skill.yaml': `${MANIFEST.replace('1.2.3', '1.2.3-01')}timeouts: { execution: 9d }\n`,
    'dome/skills/other/skill.yaml': MANIFEST.replace('title:', 'titel:'),
    'dome/skills/near/skill.yml': MANIFEST,
  });
  const { exitCode, out, err } = await dome('skill validate');
  expect(exitCode).toBe(2);
  expect(err).toContain('A daemon would refuse 3 of 3 skills.');
  expect(out).toContain(`✖  hello    dome/skills/hello/skill.yaml  3 faults\n`);
  expect(out).toContain(`
dome/skills/hello/skill.yaml:9:41  ./hello.sh is not a file of the skill
     8 │ outputSchema: { type: object }
     9 │ runs: { using: process, command: [bash, ./hello.sh] }
       │                                         ^
`);
  expect(out).toContain('dome/skills/hello/skill.yaml:10:13  timeouts.execution is at most 7d\n');
  expect(out).toContain('/titel is not a field here; did you mean title?\n');
  expect(out).toContain(
    'dome/skills/near/skill.yml  is no manifest: that is a file called skill.yaml\nhint:  Rename it',
  );
});

test('programs get each fault with its place', async () => {
  await plant({ 'skills/hello/skill.yaml': MANIFEST });
  const { exitCode, out } = await dome('skill validate -o json');
  expect(exitCode).toBe(2);
  expect(JSON.parse(out)).toEqual({
    skills: [
      {
        name: 'hello',
        isValid: false,
        file: 'skills/hello/skill.yaml',
        faults: [
          {
            message: './hello.sh is not a file of the skill',
            pointer: '/runs/command/1',
            line: 9,
            column: 41,
            hint: 'Only files that git tracks belong to a skill.',
          },
        ],
      },
    ],
  });
});

test('what this machine lacks is a remark: a daemon may have it', async () => {
  await plant({
    'dome/skills/hello/skill.yaml': MANIFEST.replace('[bash, ./hello.sh]', '[no-such-program]'),
    'dome/skills/other/skill.yaml': MANIFEST.replace('name: hello', 'name: other').replace('[bash, ', '['),
    'dome/skills/other/hello.sh': '#!/opt/no-such/python3\n',
  });
  await chmod(join(home, 'dome/skills/other/hello.sh'), 0o755);
  const { exitCode, out } = await dome('skill validate');
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^✔ {2}hello .* {2}no-such-program is not a program on this machine$/m);
  expect(out).toMatch(
    /^✔ {2}other .* {2}dome\/skills\/other\/hello\.sh asks for \/opt\/no-such\/python3, which is not on this machine$/m,
  );
});

test('what is not there is said by what there is', async () => {
  expect((await dome('skill validate')).err).toContain('neither dome/skills nor skills is a folder');
  await plant({ 'dome/skills/hello/skill.yaml': MANIFEST, 'empty/README.md': '' });
  expect((await dome('skill validate helo')).err).toContain('There is no skill helo: dome/skills has hello.');
  expect((await dome('skill validate ./nowhere')).err).toContain('There is no folder ./nowhere.');
  expect((await dome('skill validate ./empty')).err).toContain('There is no skill in empty.');
});
