import { randomBytes } from 'node:crypto';

/** Never the same twice: random for each process, counted within it, because one is drawn for every write. */
export function createNonce(): () => string {
  const prefix = randomBytes(6).toString('hex');
  let count = 0;
  return () => `${prefix}${(count += 1).toString(36)}`;
}
