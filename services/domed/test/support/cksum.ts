import { spawnSync } from 'node:child_process';

/** What the program of that name says of a text. */
export function cksum(input: string): string {
  return spawnSync('cksum', { input, encoding: 'utf8' }).stdout.trim();
}
