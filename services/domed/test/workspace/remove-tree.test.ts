// Only a user other than root can see it: the check runs in a process of another user.
import { execFileSync } from 'node:child_process';
import { access, chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { removeTree } from '../../src/workspace/remove-tree.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'dome-remove-'));
});
afterEach(async () => {
  execFileSync('chmod', ['-R', 'u+rwx', root]);
  await rm(root, { recursive: true, force: true });
});

const nobody = 65_534;
const program = `
import process from 'node:process';
import { removeTree } from ${JSON.stringify(new URL('../../src/workspace/remove-tree.ts', import.meta.url).href)};
if (process.getuid() === 0) {
  process.setgroups([]);
  process.setgid(${nobody});
  process.setuid(${nobody});
}
await removeTree(process.argv[1]);
`;

async function leaveReadOnlyTree(): Promise<string> {
  const tree = join(root, 'job');
  await mkdir(join(tree, 'module', 'deep'), { recursive: true });
  await writeFile(join(tree, 'module', 'deep', 'file'), 'x');
  for (const path of ['module/deep/file', 'module/deep', 'module', '']) {
    if (process.getuid?.() === 0) await chown(join(tree, path), nobody, nobody);
    if (path !== '') await chmod(join(tree, path), path === 'module' ? 0o000 : 0o555);
  }
  if (process.getuid?.() === 0) await chown(root, nobody, nobody);
  return tree;
}

test('removes a tree whose folders nobody may write, or read', async () => {
  const tree = await leaveReadOnlyTree();
  execFileSync(process.execPath, ['--input-type=module', '-e', program, tree], { stdio: 'pipe' });
  await expect(access(tree)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a missing tree counts as removed', async () => {
  await expect(removeTree(join(root, 'nothing'))).resolves.toBe(true);
});
