// A stack of the examples for tests: one person, and everything that it writes below one folder.
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { devLaw } from '../../src/dev/people.ts';
import type { StackOptions } from '../../src/dev/stack.ts';

export const EXAMPLES = fileURLToPath(new URL('../../../../examples/', import.meta.url));

export const stackOptions = (dir: string, domedCount: number): StackOptions => ({
  skillsDir: join(EXAMPLES, 'skills'),
  domedCount,
  slots: 1,
  pool: 'default',
  ackWaitMs: 5_000,
  people: ['ada'],
  cwd: dir,
  law: devLaw('ada', []).files,
  env: { ...process.env, TMPDIR: dir },
  onProgress: () => undefined,
  onLog: () => undefined,
});
