// A runner may write to one folder all its life, which contains the folders of its jobs. The folder is removed with its
// last user: the runner itself, or a job whose files are still being stored.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

import type { Remover } from '../workspace/remover.ts';

export interface RunnerFolder {
  readonly path: string;
  /** Adds a user; returns the function that removes it, once. */
  hold(): () => void;
}

/** Creates it in a folder given by its real path. */
export function openRunnerFolder(dir: string, remover: Remover): RunnerFolder {
  const path = join(dir, randomUUID());
  mkdirSync(path, { recursive: true });
  let holders = 0;
  return {
    path,
    hold: () => {
      let isHeld = true;
      holders += 1;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        holders -= 1;
        if (holders === 0) void remover.drop(path);
      };
    },
  };
}
