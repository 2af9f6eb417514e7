import type { MsgHdrs } from '@nats-io/nats-core';

/** A message as a stream holds it. */
export interface StoredMessage {
  readonly stream: string;
  readonly sequence: number;
  readonly subject: string;
  readonly headers: MsgHdrs | undefined;
  readonly payload: Uint8Array;
  readonly timeMs: number;
}
