import { createPrivateKey, createPublicKey, sign } from 'node:crypto';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { ed25519 } from '../src/nats/ed25519.ts';

/** What stands before the 32 bytes of a seed in PKCS #8. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_BYTES = 32;

test('keys are derived, and messages signed, as Node does it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array({ maxLength: 300 }), (seed, message) => {
      const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
      const { publicKey, secretKey } = ed25519.sign.keyPair.fromSeed(seed);
      const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
      expect(Buffer.from(publicKey)).toStrictEqual(spki.subarray(-PUBLIC_BYTES));
      expect(secretKey).toStrictEqual(new Uint8Array([...seed, ...publicKey]));
      const signed = ed25519.sign.detached(message, secretKey);
      expect(Buffer.from(signed)).toStrictEqual(sign(undefined, message, key));
    }),
  );
});
