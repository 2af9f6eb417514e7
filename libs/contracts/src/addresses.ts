import { CHANNELS } from './generated/subjects.ts';

/** Every address of the contract, with its parameters in braces: for whoever looks at all of them, and writes to none. */
export const ADDRESSES: readonly string[] = Object.values(CHANNELS).map(({ address }) => address);
