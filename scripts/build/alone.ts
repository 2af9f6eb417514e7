// One process at a time: the others wait for the file of whoever is at it, and pass over that of one that died.
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 100;
/** Whoever takes the file writes into it at once. */
const WRITTEN_WITHIN_MS = 10_000;

/** Held until it is disposed. */
export async function alone(file: string): Promise<Disposable> {
  while (!isTaken(file)) await pause(LOOK_EVERY_MS);
  return { [Symbol.dispose]: () => rmSync(file, { force: true }) };
}

function isTaken(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
    if (!isHeld(file)) rmSync(file, { force: true });
    return false;
  }
}

function isHeld(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return pid > 0 ? isAlive(pid) : Date.now() - statSync(file).mtimeMs < WRITTEN_WITHIN_MS;
  } catch {
    // It was let go meanwhile.
    return true;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
