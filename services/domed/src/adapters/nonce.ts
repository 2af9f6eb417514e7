import { randomBytes } from 'node:crypto';

/** Nobody can guess it, and no message tells it. */
export function createSalt(): string {
  return randomBytes(32).toString('base64url');
}

/** Never repeats: random for each process, then counted, because every write draws one. */
export function createNonce(): () => string {
  const prefix = randomBytes(6).toString('hex');
  let count = 0;
  return () => `${prefix}${(count += 1).toString(36)}`;
}
