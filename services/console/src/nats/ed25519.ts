// The two functions of `tweetnacl` by which the broker's client signs in with a credentials file. The build puts this module in
// its place: a page that signs needs neither boxes nor a cipher, and the whole of it weighs as much as all screens of gates.
import { getPublicKey, hashes, sign } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';

hashes.sha512 = sha512;

interface KeyPair {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** The seed, 32 bytes, and the public key behind it. */
  readonly secretKey: Uint8Array;
}

const SEED_BYTES = 32;

export const ed25519 = {
  sign: {
    keyPair: {
      fromSeed: (seed: Uint8Array): KeyPair => {
        const publicKey = getPublicKey(seed);
        return { publicKey, secretKey: new Uint8Array([...seed, ...publicKey]) };
      },
    },
    /** @returns the 64 bytes of the signature */
    detached: (message: Uint8Array, secretKey: Uint8Array): Uint8Array =>
      sign(message, secretKey.subarray(0, SEED_BYTES)),
  },
};
