// Malformed header blocks: names that no reader accepts, lines without a colon, blocks without an end.
import type { Dice } from '../../chaos/dice.ts';

export interface HeaderBlock {
  readonly bytes: Uint8Array;
  /** A reader may refuse the message for its headers alone. */
  readonly isDamaged: boolean;
}

const NONE: HeaderBlock = { bytes: new Uint8Array(), isDamaged: false };
const VERSION = 'NATS/1.0';

const GOOD: readonly string[] = [
  'Content-Type: application/cloudevents+json',
  'content-type: application/json',
  'CONTENT-TYPE: text/plain; charset=ebcdic',
  'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  'traceparent: 00-zz-zz-zz',
  `tracestate: ${'a=b,'.repeat(200)}`,
  'Nats-Request-Info: {"acc":"PEOPLE","user":"grace"}',
  'Nats-Service-Error-Code: 200',
  'Dome-Chunk: -1',
  'Dome-Chunk: 99999999999999999999',
  'ce-specversion: 2.0',
  'ce-id: %00%ff%zz',
  'ce-type: dev.dome.job.succeeded.v1',
  'ce-source: \u0007',
  'ce-time: never',
  'X-Empty:',
];

/** None is a single byte: nats-server 2.15.1 ends when it republishes such a message, and that is no fault of a plane. */
const BROKEN: readonly (string | Uint8Array)[] = [
  `${VERSION}\r\nX\t: y\r\n\r\n`,
  `${VERSION}\r\n: no name\r\n\r\n`,
  `${VERSION}\r\nno colon\r\n\r\n`,
  `${VERSION}\r\nName with spaces: y\r\n\r\n`,
  `${VERSION}\r\nX: y\r\n`,
  `${VERSION}\r\nX: y`,
  `${VERSION}\n\nX: y\n\n`,
  `${VERSION}\r\n X: folded\r\n\r\n`,
  `${VERSION}\r\nX: a\rb\r\n\r\n`,
  `${VERSION}\r\nNäme: ü\r\n\r\n`,
  `${VERSION}\r\n__proto__: x\r\nconstructor: y\r\ntoString: z\r\n\r\n`,
  `${VERSION} 503\r\n\r\n`,
  `${VERSION} 503 Broken\r\nX\t: y\r\n\r\n`,
  `${VERSION} 100 Idle Heartbeat\r\n\r\n`,
  `${VERSION} 409 Message Size Exceeds MaxBytes\r\n\r\n`,
  'NATS/9.9\r\nX: y\r\n\r\n',
  'HTTP/1.1 200 OK\r\nX: y\r\n\r\n',
  '\r\n\r\n',
  'xy',
  Uint8Array.of(0x4e, 0x41, 0x54, 0x53, 0x2f, 0x31, 0x2e, 0x30, 13, 10, 0xff, 0xfe, 0x3a, 0x20, 0xc3, 13, 10, 13, 10),
  Uint8Array.of(0, 0, 0, 0),
];

export const DAMAGED_BLOCKS: readonly Uint8Array[] = BROKEN.map((block) =>
  typeof block === 'string' ? Buffer.from(block) : block,
);

/** Half of the messages have none. */
export function headerBlock(dice: Dice): HeaderBlock {
  const throwOf = dice.between(1, 100);
  if (throwOf <= 50) return NONE;
  if (throwOf <= 75) return blockOf([dice.pick(GOOD), dice.pick(GOOD)], false);
  if (throwOf <= 80) {
    const twice = dice.pick(GOOD);
    return blockOf([twice, twice, twice.toUpperCase()], false);
  }
  if (throwOf <= 83) return blockOf([`X-Long: ${'x'.repeat(dice.pick([4_096, 60_000]))}`], false);
  if (throwOf <= 85)
    return blockOf(
      Array.from({ length: 2_000 }, (_, at) => `X-${at}: ${at}`),
      false,
    );
  return { bytes: dice.pick(DAMAGED_BLOCKS), isDamaged: true };
}

const blockOf = (lines: readonly string[], isDamaged: boolean): HeaderBlock => ({
  bytes: Buffer.from(`${VERSION}\r\n${lines.join('\r\n')}\r\n\r\n`),
  isDamaged,
});
