// A daemon whose work folder disappears: the others must get its work, and its failures must count against no job.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { wait } from '../attack.ts';
import type { Attack } from '../attack.ts';

const BEFORE_MS = 5_000;
const GONE_MS = 15_000;

export const lostFolder: Attack = {
  name: 'lost-folder',
  title: 'a daemon whose work folder is gone',
  run: async (ground, { over, tally, dice }) => {
    while (!over.aborted) {
      await wait(BEFORE_MS, over);
      if (over.aborted) return;
      const instance = `domed-lost-${dice.between(0, 2 ** 31)}`;
      const daemon = await ground.daemon(instance);
      try {
        await rm(join(ground.folder, instance), { recursive: true, force: true, maxRetries: 5 });
        tally.count('folders gone');
        await wait(GONE_MS, over);
        if (!daemon.isRunning) tally.count('the daemon ended itself');
      } finally {
        // If killed, it would take along requests that it was given and could not answer.
        await daemon.kill('SIGTERM');
        await daemon[Symbol.asyncDispose]();
      }
    }
  },
};
