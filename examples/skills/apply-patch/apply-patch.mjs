// git applies all of a patch or nothing, and refuses paths that lead out of the tree. The ceiling keeps it from finding a
// repository above the workspace: inside one it would silently skip files.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';

const { patch } = JSON.parse(await text(process.stdin));
const workspace = process.env.DOME_WORKSPACE;
const env = {
  ...process.env,
  GIT_CEILING_DIRECTORIES: dirname(workspace),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

function gitApply(...args) {
  const { status, stdout, stderr, error } = spawnSync('git', ['apply', ...args, '-'], {
    cwd: workspace,
    env,
    input: patch,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return { isDone: status === 0, stdout, stderr };
}

const applied = gitApply('--whitespace=nowarn');
if (!applied.isDone) {
  for (const line of applied.stderr.trim().split('\n'))
    console.log(`::error title=the patch does not apply::${line.replaceAll('%', '%25')}`);
  process.exit(1);
}
const files = gitApply('--numstat', '-z')
  .stdout.split('\0')
  .filter((row) => row !== '')
  .map((row) => row.split('\t').slice(2).join('\t'));
for (const file of files) console.log(`patched ${file}`);
writeFileSync(process.env.DOME_OUTPUT, JSON.stringify({ files }));
writeFileSync(process.env.DOME_SUMMARY, files.map((file) => `- patched \`${file}\`\n`).join(''));
