import { randomBytes } from 'node:crypto';

/** Eight random bytes: enough that no two writers of one run ever draw the same. */
export const randomNonce = (): string => randomBytes(8).toString('hex');
