import { expect, test } from 'vitest';
import { listenAddressText, readListenAddress } from '../src/listen-address.ts';

test.each([
  [':8080', undefined, 8_080],
  ['127.0.0.1:0', '127.0.0.1', 0],
  ['[::1]:65535', '::1', 65_535],
  ['pod-1.dome:8080', 'pod-1.dome', 8_080],
])('%s is where to listen, and is written again as it was', (text, host, port) => {
  const address = readListenAddress(text);
  expect(address).toEqual({ host, port });
  expect(address === undefined ? undefined : listenAddressText(address)).toBe(text);
});

test.each(['', '8080', ':', ':65536', '::1:8080', '[::1]', 'http://a:80', ':80/x', 'a b:80', ':8o'])(
  '%j is not',
  (text) => {
    expect(readListenAddress(text)).toBeUndefined();
  },
);
