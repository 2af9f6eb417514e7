// A folder to pack that is a repository naming programs to start.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { packDirectory } from '@dome/archive';

import { repeat } from '../attack.ts';
import type { Attack } from '../attack.ts';

const run = promisify(execFile);

export const repositories: Attack = {
  name: 'repositories',
  title: 'repositories that name programs to be started',
  run: async (ground, round) => {
    const dir = join(ground.folder, 'repository');
    const marker = join(ground.folder, 'it-was-started');
    await mkdir(dir);
    await run('git', ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', 'init', '-q', dir]);
    const program = join(dir, 'program.sh');
    await writeFile(program, `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 });
    await writeFile(join(dir, '.gitattributes'), '* filter=evil diff=evil\n');
    const words = `\n[core]\n\tfsmonitor = ${program}\n\thooksPath = ${dir}\n\tpager = ${program}\n[filter "evil"]\n\tclean = ${program}\n\tsmudge = ${program}\n\tprocess = ${program}\n[diff "evil"]\n\ttextconv = ${program}\n`;
    await appendFile(join(dir, '.git', 'config'), words);
    await repeat(10_000, round, async () => {
      await packDirectory(dir, { include: 'git' });
      round.tally.count('packed');
      if (existsSync(marker)) round.tally.find('packing a folder started a program of it');
    });
  },
};
