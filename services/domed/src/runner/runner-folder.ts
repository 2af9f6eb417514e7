// A runner may write in one folder for all its life, and the rooms of its jobs stand in it. The folder goes with the last
// of them: the runner itself, and the rooms whose files are still being stored.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

import type { Remover } from '../workspace/remover.ts';

export interface RunnerFolder {
  readonly path: string;
  /** One more that uses it; gives what ends that, once. */
  hold(): () => void;
}

/** In a folder that is given by its real path. */
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
