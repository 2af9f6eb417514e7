import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { listSkillFolders } from '../src/index.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'dome-skills-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function plant(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), '');
  }
}

test('folders and links to folders that hold a manifest are skills; the rest is not', async () => {
  await plant('b/skill.yaml', 'a/skill.yaml', 'README.md', 'lib/common.sh');
  await mkdir(join(home, 'empty'));
  await symlink(join(home, 'a'), join(home, 'linked'));
  expect(await listSkillFolders(home)).toEqual({ names: ['a', 'b', 'linked'], nearMisses: [] });
});

test('an entry that looks like a skill and is none is named', async () => {
  await plant('one/skill.yml', 'two/Skill.yaml', 'three/skill.json', 'skill.yaml', 'five/skill.yaml/x');
  await symlink(join(home, 'gone'), join(home, 'four'));
  const { names, nearMisses } = await listSkillFolders(home);
  expect(names).toEqual([]);
  expect(nearMisses.map(({ path, why }) => `${path} ${why}`)).toEqual([
    'five/skill.yaml is no manifest: that is a file called skill.yaml',
    'four is a link that leads nowhere',
    'one/skill.yml is no manifest: that is a file called skill.yaml',
    'skill.yaml stands beside the skills: each skill has a folder of its own',
    'three/skill.json is no manifest: that is a file called skill.yaml',
    'two/Skill.yaml is no manifest: that is a file called skill.yaml',
  ]);
  expect(nearMisses.map(({ hint }) => hint)).toContain('Rename it to one/skill.yaml.');
});

test('what Kubernetes puts beside the names in a mounted folder is no skill', async () => {
  await plant('..2026_11_29_02_01/lint/skill.yaml', '..2026_11_29_02_01/skill.yaml');
  await symlink('..2026_11_29_02_01', join(home, '..data'));
  await symlink('gone', join(home, '..data_tmp'));
  await symlink(join('..data', 'lint'), join(home, 'lint'));
  expect(await listSkillFolders(home)).toEqual({ names: ['lint'], nearMisses: [] });
});
