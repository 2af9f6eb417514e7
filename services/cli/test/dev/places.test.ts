import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { devPlaces } from '../../src/dev/places.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', '..', '..', 'examples');

async function projectWith(...folders: string[]) {
  const dir = await mkdtemp(join(tmpdir(), 'dome-places-'));
  for (const folder of folders) await mkdir(join(dir, folder), { recursive: true });
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

test('a folder without skills gets the examples that come with the program, with their law and their plan', async () => {
  await using project = await projectWith();
  expect(devPlaces(project.dir, {})).toEqual({
    skillsDir: join(EXAMPLES, 'skills'),
    areSamples: true,
    lawDir: join(EXAMPLES, 'law'),
    secretsDir: join(EXAMPLES, 'secrets'),
    tryPlan: `run submit -f ${join(EXAMPLES, 'release.plan.yaml')} --watch`,
  });
});

test('the folders of the project come first, and without a law of its own it gets none of the examples', async () => {
  await using project = await projectWith('skills', 'examples/skills', 'examples/law');
  await writeFile(join(project.dir, 'examples', 'release.plan.yaml'), '');
  expect(devPlaces(project.dir, { persist: '.dome' })).toEqual({
    skillsDir: join(project.dir, 'skills'),
    areSamples: false,
    lawDir: join(project.dir, 'examples', 'law'),
    persistDir: join(project.dir, '.dome'),
    tryPlan: 'run submit -f examples/release.plan.yaml --watch',
  });
  await using bare = await projectWith('skills');
  expect(devPlaces(bare.dir, {})).toEqual({ skillsDir: join(bare.dir, 'skills'), areSamples: false });
});

test('what dome init wrote comes first, and its plan is the one to try', async () => {
  await using project = await projectWith('dome/skills', 'dome/law', 'skills', 'law', 'examples/skills');
  await writeFile(join(project.dir, 'dome', 'check.plan.yaml'), '');
  expect(devPlaces(project.dir, {})).toEqual({
    skillsDir: join(project.dir, 'dome', 'skills'),
    areSamples: false,
    lawDir: join(project.dir, 'dome', 'law'),
    tryPlan: 'run',
  });
});

test('a folder that was named is that folder or an error, and never another one', async () => {
  await using project = await projectWith('mine', 'skills');
  expect(devPlaces(project.dir, { skills: 'mine', law: '/etc/law' })).toMatchObject({
    skillsDir: join(project.dir, 'mine'),
    lawDir: '/etc/law',
  });
  expect(() => devPlaces(project.dir, { skills: 'gone' })).toThrow('gone is not a folder');
  expect(() => devPlaces(project.dir, { secrets: 'gone' })).toThrow('gone is not a folder');
});
