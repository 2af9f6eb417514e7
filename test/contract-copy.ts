// A copy of the contract to plant something in, and the scripts that read it.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'vitest';

export const HOME = resolve(import.meta.dirname, '..');
const run = promisify(execFile);

export interface Outcome {
  readonly code: number;
  readonly said: string;
}

export const script = (path: string, args: readonly string[]): Promise<Outcome> =>
  outcomeOf(run(process.execPath, [join(HOME, path), ...args]));

/** A program that fails has said something, too. */
export async function outcomeOf(ran: Promise<{ stdout: string; stderr: string }>): Promise<Outcome> {
  try {
    const { stdout, stderr } = await ran;
    return { code: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

/** Replaces a text, which must exist, or no error would be planted. */
export type Replace = (path: string, from: string, to: string) => Promise<void>;

export const replaceIn =
  (root: string): Replace =>
  async (path, from, to) => {
    const text = await readFile(join(root, path), 'utf8');
    expect(text).toContain(from);
    await writeFile(
      join(root, path),
      text.replace(from, () => to),
    );
  };

interface Copy extends AsyncDisposable {
  readonly root: string;
  readonly replace: Replace;
}

export async function copyOf(paths: readonly string[]): Promise<Copy> {
  const root = await mkdtemp(join(tmpdir(), 'dome-contract-'));
  for (const path of paths) await cp(join(HOME, path), join(root, path), { recursive: true });
  return {
    root,
    replace: replaceIn(root),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}
